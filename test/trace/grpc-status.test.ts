import assert from 'node:assert/strict';
import { test } from 'node:test';
import { grpcStatusOf } from '../../src/trace/grpc-status.ts';
import { literals } from '../support/header-lists.ts';
import type { Fields } from '../support/script.ts';

function statusOf(fields: Fields) {
  return grpcStatusOf(literals(fields), literals(fields));
}

test('gRPC PROTOCOL-HTTP2, Status: the code, its name, and the message percent-decoded', () => {
  assert.deepEqual(statusOf({ 'grpc-status': '0' }), { code: 0, name: 'OK', message: '' });
  assert.deepEqual(statusOf({ 'grpc-message': 'a%20b', 'grpc-status': '14' }), {
    code: 14,
    name: 'UNAVAILABLE',
    message: 'a b',
  });
});

test('codes that are not registered keep their number; what is no number is UNKNOWN', () => {
  assert.deepEqual(statusOf({ 'grpc-status': '99' }), { code: 99, name: '', message: '' });
  assert.deepEqual(statusOf({ 'grpc-status': 'OK' }), { code: 2, name: 'UNKNOWN', message: '' });
  assert.deepEqual(statusOf({ 'grpc-status': '' }), { code: 2, name: 'UNKNOWN', message: '' });
});

test('none without grpc-status', () => {
  assert.equal(statusOf({ 'grpc-message': 'x' }), undefined);
});

test('a long message is cut between characters', () => {
  const message = (n: number) =>
    statusOf({ 'grpc-status': '2', 'grpc-message': `${'a'.repeat(n)}%F0%9F%98%80` })?.message;
  assert.equal(message(8190), `${'a'.repeat(8190)}😀`);
  assert.equal(message(8191), `${'a'.repeat(8191)}…`);
  assert.equal(message(8192), `${'a'.repeat(8192)}…`);
});
