import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RESET_WITHOUT_STATUS } from '../../../../src/diagnose/rules/stream/reset-without-status.ts';
import {
  assertEvidence,
  assertSilent,
  type Conversation,
  conversation,
  theFinding,
} from '../../../support/conversation.ts';
import { frames } from '../../../support/frames.ts';
import { CALL, message, OK } from '../../../support/script.ts';

function answering(): Conversation {
  const talk = conversation();
  talk.client(talk.request(1, CALL), frames.data(1, message('hello'), { endStream: true })).after(5);
  return talk.server(talk.response(1, OK), frames.data(1, message('hi'))).after(6);
}

test('gRPC PROTOCOL-HTTP2, Errors: RST_STREAM NO_ERROR before a status is INTERNAL to clients', () => {
  const talk = answering().server(frames.rst(1, 'NO_ERROR'));
  const finding = theFinding(talk, RESET_WITHOUT_STATUS);
  assert.equal(finding.severity, 'ERROR');
  assert.match(
    finding.explanation,
    /^The server reset pkg\.Service\/Method with NO_ERROR 11 ms behind its request, after 1 message \(7 bytes\) of the response, and no grpc-status had come\./,
  );
  assertEvidence(talk, finding, ['CLIENT HEADERS', 'SERVER HEADERS', 'SERVER DATA', 'SERVER RST_STREAM']);
});

test('RFC 9113 §8.1: NO_ERROR behind a complete response is legal', () => {
  const talk = conversation();
  talk.client(talk.request(1, CALL), frames.data(1, message('hello')));
  talk.server(talk.response(1, { ...OK, 'grpc-status': '5' }, { endStream: true }), frames.rst(1, 'NO_ERROR'));
  assertSilent(talk, RESET_WITHOUT_STATUS);
});

test('NO_ERROR of the client, another code, and an answer that is no gRPC are about something else', () => {
  assertSilent(answering().client(frames.rst(1, 'NO_ERROR')), RESET_WITHOUT_STATUS);
  assertSilent(answering().server(frames.rst(1, 'INTERNAL_ERROR')), RESET_WITHOUT_STATUS);
  const page = conversation();
  page.client(page.request(1, CALL)).server(page.response(1, { ':status': '503' }), frames.rst(1, 'NO_ERROR'));
  assertSilent(page, RESET_WITHOUT_STATUS);
});
