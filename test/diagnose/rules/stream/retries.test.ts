import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RETRIES } from '../../../../src/diagnose/rules/stream/retries.ts';
import {
  assertEvidence,
  assertSilent,
  type Conversation,
  conversation,
  theFinding,
} from '../../../support/conversation.ts';
import { CALL, type Fields, OK } from '../../../support/script.ts';

/** Requests one after the other, each answered with this status. */
function asked(status: string, ...requests: readonly Fields[]): Conversation {
  const talk = conversation();
  requests.forEach((fields, n) => {
    const id = 1 + 2 * n;
    talk.client(talk.request(id, { ...CALL, ...fields }, { endStream: true }));
    talk.server(talk.response(id, { ...OK, 'grpc-status': status }, { endStream: true })).after(200);
  });
  return talk;
}

test('gRFC A6: the attempts that a gRPC library tells', () => {
  const talk = asked('14', {}, { 'grpc-previous-rpc-attempts': '1' }, { 'grpc-previous-rpc-attempts': '2' });
  const finding = theFinding(talk, RETRIES);
  assert.equal(finding.count, 2);
  assert.equal(finding.severity, 'INFO');
  assert.match(
    finding.explanation,
    /^The request pkg\.Service\/Method came with grpc-previous-rpc-attempts 2: the gRPC library/,
  );
  assertEvidence(talk, finding, ['CLIENT HEADERS']);
});

test('the attempts that Envoy tells', () => {
  assert.match(
    theFinding(asked('0', { 'x-envoy-attempt-count': '3' }), RETRIES).explanation,
    /x-envoy-attempt-count 3: Envoy retries/,
  );
});

test('an id that comes again behind a failure shows both requests', () => {
  const talk = asked('14', { 'x-request-id': 'abc' }, { 'x-request-id': 'abc' });
  const finding = theFinding(talk, RETRIES);
  assert.match(finding.explanation, /the x-request-id of one that failed 200 ms before/);
  assertEvidence(talk, finding, ['CLIENT HEADERS', 'streamClosed', 'CLIENT HEADERS']);
});

test('silent: first attempts say so too', () => {
  assertSilent(asked('0', { 'x-envoy-attempt-count': '1' }, { 'grpc-previous-rpc-attempts': '0' }), RETRIES);
});

test('silent: an id that comes again behind a success, for another method, or much later', () => {
  assertSilent(asked('0', { 'x-request-id': 'abc' }, { 'x-request-id': 'abc' }), RETRIES);
  assertSilent(
    asked('14', { 'x-request-id': 'abc' }, { 'x-request-id': 'abc', ':path': '/pkg.Service/Other' }),
    RETRIES,
  );
  const talk = asked('14', { 'x-request-id': 'abc' }).after(60_000);
  assertSilent(talk.client(talk.request(3, { ...CALL, 'x-request-id': 'abc' }, { endStream: true })), RETRIES);
});
