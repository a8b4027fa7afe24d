import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NO_DEADLINE } from '../../../../src/diagnose/rules/stream/no-deadline.ts';
import { assertEvidence, assertSilent, conversation, theFinding } from '../../../support/conversation.ts';
import { CALL } from '../../../support/script.ts';

test('gRPC PROTOCOL-HTTP2, Timeout: a call without grpc-timeout is told once for its client, with one of its methods', () => {
  const talk = conversation().call(1).call(3, 1, { ':path': '/pkg.Service/Other' });
  const finding = theFinding(talk, NO_DEADLINE);
  assert.equal(finding.severity, 'INFO');
  assert.equal(finding.count, 2);
  assert.match(finding.explanation, /^The client called "\/pkg\.Service\/Method" without grpc-timeout:/);
  assertEvidence(talk, finding, ['CLIENT HEADERS']);
});

test('a call with a deadline, or with one that Envoy keeps, has one', () => {
  assertSilent(conversation().call(1, 1, { 'grpc-timeout': '1S' }), NO_DEADLINE);
  assertSilent(conversation().call(1, 1, { 'x-envoy-expected-rq-timeout-ms': '15000' }), NO_DEADLINE);
});

test('streams that are meant to stay open need none: health watches, reflection, xDS', () => {
  for (const path of [
    '/grpc.health.v1.Health/Watch',
    '/grpc.reflection.v1.ServerReflection/ServerReflectionInfo',
    '/envoy.service.discovery.v3.AggregatedDiscoveryService/StreamAggregatedResources',
  ]) {
    assertSilent(conversation().call(1, 1, { ':path': path }), NO_DEADLINE);
  }
});

test('plain HTTP has no such field', () => {
  const talk = conversation();
  assertSilent(
    talk.client(talk.request(1, { ...CALL, 'content-type': 'application/json' }, { endStream: true })),
    NO_DEADLINE,
  );
});
