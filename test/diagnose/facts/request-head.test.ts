import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MAX_VALUE_LENGTH, requestHead } from '../../../src/diagnose/facts/request-head.ts';
import { field } from '../../support/events.ts';

test('what rules ask about is read, the first of each name', () => {
  const { contentType, te, envoyExpectedTimeoutMs, isGrpc } = requestHead({
    fields: [
      field('content-type', 'application/grpc'),
      field('te', 'trailers'),
      field('te', 'gzip'),
      field('x-envoy-expected-rq-timeout-ms', '15000'),
    ],
  });
  assert.deepEqual([contentType, te, envoyExpectedTimeoutMs, isGrpc], ['application/grpc', 'trailers', '15000', true]);
});

test('a proxy is known by its fields, or by the name that it gives itself', () => {
  assert.equal(requestHead({ fields: [field('x-envoy-internal', 'true'), field('via', '1.1 a')] }).proxy, 'Envoy');
  assert.equal(requestHead({ fields: [field('via', '1.1 varnish')] }).proxy, '1.1 varnish');
  assert.equal(requestHead({ fields: [] }).proxy, undefined);
});

test('of a value no more is kept than people read', () => {
  const { userAgent = '' } = requestHead({ fields: [field('user-agent', 'a'.repeat(10_000))] });
  assert.equal(userAgent.length, MAX_VALUE_LENGTH + 1);
});

test('a field that is named after a property of all objects is a field as any other', () => {
  const names = ['constructor', '__proto__', 'toString'];
  const head = requestHead({ fields: names.map((name) => field(name, 'x')) });
  assert.deepEqual(Object.keys(head).sort(), Object.keys(requestHead({ fields: [] })).sort());
});
