import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CONNECTION_ERROR } from '../../../../src/diagnose/rules/goaway/connection-error.ts';
import { assertEvidence, conversation, theFinding } from '../../../support/conversation.ts';
import { frames } from '../../../support/frames.ts';
import { CALL } from '../../../support/script.ts';

const GOODBYE = frames.goaway(1, 'NO_ERROR', 'client transport shutdown');

test('RFC 9113 §6.8: grpc-go closes with its own last stream, Node answers with INTERNAL_ERROR, and nothing is lost', () => {
  const talk = conversation().call(1).client(GOODBYE).after(3).server(frames.goaway(1, 'INTERNAL_ERROR'));
  const finding = theFinding(talk, CONNECTION_ERROR);
  assert.equal(finding.severity, 'INFO');
  assert.equal(
    finding.explanation,
    'The client had ended the connection itself (GOAWAY NO_ERROR, last=1), with no stream open, and the server answered with ' +
      'INTERNAL_ERROR: nothing is lost. The GOAWAY of the client named stream 1, one of its own, where a stream of the other side belongs; ' +
      'nghttp2 refuses that.',
  );
  assertEvidence(talk, finding, ['CLIENT GOAWAY', 'SERVER GOAWAY']);
});

test('a client that names no stream in its GOAWAY has done nothing wrong', () => {
  const talk = conversation().call(1).client(frames.goaway(0)).server(frames.goaway(1, 'INTERNAL_ERROR'));
  const { severity, explanation } = theFinding(talk, CONNECTION_ERROR);
  assert.equal(severity, 'INFO');
  assert.match(explanation, /: nothing is lost\.$/);
});

test('with a stream open it is a WARNING, of what the client did', () => {
  const talk = conversation();
  talk.client(talk.request(1, CALL), GOODBYE).server(frames.goaway(1, 'INTERNAL_ERROR'));
  const finding = theFinding(talk, CONNECTION_ERROR);
  assert.equal(finding.severity, 'WARNING');
  assert.match(
    finding.explanation,
    /^The client had ended the connection itself .*, with 1 stream open, .*: they end without/,
  );
  assert.match(finding.advice, /^client: wait for the calls/);
});

test('with a stream open, and a rule that was broken, it is the ERROR that it is', () => {
  const talk = conversation();
  talk.client(talk.request(1, CALL), GOODBYE, frames.data(9, 'x')).server(frames.goaway(1, 'PROTOCOL_ERROR'));
  const finding = theFinding(talk, CONNECTION_ERROR);
  assert.equal(finding.severity, 'ERROR');
  assert.match(finding.explanation, /The client had broken a rule/);
});

test('without a GOAWAY of the client it is an ERROR, also with no stream open', () => {
  const talk = conversation().call(1).server(frames.goaway(1, 'INTERNAL_ERROR'));
  assert.equal(theFinding(talk, CONNECTION_ERROR).severity, 'ERROR');
});
