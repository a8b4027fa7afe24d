import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TE_MISSING } from '../../../../src/diagnose/rules/stream/te-missing.ts';
import {
  assertEvidence,
  assertSilent,
  type Conversation,
  conversation,
  theFinding,
} from '../../../support/conversation.ts';
import { CALL, type Fields } from '../../../support/script.ts';

function asked(...requests: readonly Fields[]): Conversation {
  const talk = conversation();
  requests.forEach((fields, n) => {
    talk.client(talk.request(1 + 2 * n, { ...CALL, ...fields }, { endStream: true }));
  });
  return talk;
}

test('PROTOCOL-HTTP2, TE: a call without it names the client, and each is counted', () => {
  const agent = { 'user-agent': 'by-hand/1.0' };
  const talk = asked(agent, agent, agent);
  const finding = theFinding(talk, TE_MISSING);
  assert.equal(finding.count, 3);
  assert.match(finding.explanation, /^The client calls gRPC without te \(user-agent "by-hand\/1\.0"\)/);
  assertEvidence(talk, finding, ['CLIENT HEADERS']);
});

test('silent: calls that have it', () => {
  assertSilent(asked({ te: 'trailers' }, { te: 'Trailers', 'content-type': 'application/grpc+json' }), TE_MISSING);
});

test('silent: another value is malformed, which is told elsewhere', () => {
  assertSilent(asked({ te: 'gzip' }), TE_MISSING);
});

test('silent: gRPC-Web and plain HTTP need none', () => {
  const types = ['application/grpc-web', 'application/grpc-web-text+proto', 'application/json', 'application/grpcish'];
  assertSilent(asked(...types.map((type) => ({ 'content-type': type }))), TE_MISSING);
});
