import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BAD_STATUS_OR_METADATA } from '../../../../src/diagnose/rules/stream/bad-status-or-metadata.ts';
import {
  assertEvidence,
  assertSilent,
  type Conversation,
  conversation,
  theFinding,
} from '../../../support/conversation.ts';
import { frames } from '../../../support/frames.ts';
import { CALL, type Fields, message, OK, TRAILERS } from '../../../support/script.ts';

function ended(trailers: Fields, head: Fields = OK, request: Fields = CALL): Conversation {
  const talk = conversation();
  talk.client(talk.request(1, request), frames.data(1, message('hello'), { endStream: true }));
  talk.server(talk.response(1, head), frames.data(1, message('hello')));
  return talk.server(talk.response(1, { ...TRAILERS, ...trailers }, { endStream: true }));
}

for (const [trailers, why] of [
  [{ 'grpc-status': '07' }, 'grpc-status "07": leading zeros are not allowed'],
  [{ 'grpc-status': '17' }, 'grpc-status "17": the highest status is 16'],
  [{ 'grpc-status': 'OK' }, 'grpc-status "OK": a number from 0 to 16 is expected'],
  [
    { 'grpc-status': '2', 'grpc-message': 'caf\xc3\xa9' },
    'grpc-message with bytes that are not printable ASCII, and not percent-encoded',
  ],
  [{ 'error-details-bin': 'not base64!' }, 'error-details-bin with a value that is not base64'],
  [{ 'a-bin': 'AAAAA' }, 'a-bin with a value that is not base64'],
] as const) {
  test(`PROTOCOL-HTTP2: ${why}`, () => {
    const talk = ended(trailers);
    const finding = theFinding(talk, BAD_STATUS_OR_METADATA);
    assert.equal(finding.explanation, `The server sent ${why}.`);
    assert.equal(finding.severity, 'WARNING');
    assertEvidence(talk, finding, ['CLIENT HEADERS', 'SERVER HEADERS']);
  });
}

test('a "%" that encodes nothing is taken as it is', () => {
  assert.equal(theFinding(ended({ 'grpc-message': '100% sure' }), BAD_STATUS_OR_METADATA).severity, 'INFO');
});

test('a client whose metadata is not base64 is named', () => {
  const talk = ended({}, OK, { ...CALL, 'trace-bin': '-_-_' });
  const finding = theFinding(talk, BAD_STATUS_OR_METADATA);
  assert.equal(finding.explanation, 'The client sent trace-bin with a value that is not base64.');
  assertEvidence(talk, finding, ['CLIENT HEADERS']);
});

test('silent: what libraries of gRPC write', () => {
  const metadata = { 'a-bin': 'AAEC', 'b-bin': 'AAE=', 'c-bin': 'AAE', 'd-bin': '', 'e-bin': 'AAE, AAEC' };
  const trailers = { 'grpc-status': '16', 'grpc-message': 'caf%C3%A9 100%25', ...metadata };
  assertSilent(ended(trailers, { ...OK, ...metadata }, { ...CALL, ...metadata }), BAD_STATUS_OR_METADATA);
});

test('silent: long messages, whole or not', () => {
  assertSilent(ended({ 'grpc-status': '2', 'grpc-message': 'x'.repeat(2_000) }), BAD_STATUS_OR_METADATA);
});

test('silent: plain HTTP may call its fields what it likes', () => {
  const plain = { ...CALL, 'content-type': 'text/plain', 'recycle-bin': 'not base64!' };
  assertSilent(ended({ 'recycle-bin': 'full!' }, { ':status': '200' }, plain), BAD_STATUS_OR_METADATA);
});
