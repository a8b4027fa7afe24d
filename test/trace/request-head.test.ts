import assert from 'node:assert/strict';
import { test } from 'node:test';
import { requestHead } from '../../src/trace/request-head.ts';
import { literals } from '../support/header-lists.ts';
import { CALL, type Fields } from '../support/script.ts';

function head(fields: Fields) {
  return requestHead(literals(fields), literals(fields));
}

test('a gRPC request names its method, its timeout and how its messages are sent', () => {
  assert.deepEqual(head({ ...CALL, 'grpc-timeout': '2S', 'grpc-encoding': 'gzip' }), {
    method: 'POST',
    path: '/pkg.Service/Method',
    authority: 'host',
    rpc: { service: 'pkg.Service', method: 'Method' },
    timeoutMs: 2000,
    messages: { framing: 'grpc', encoding: 'gzip' },
    kept: { method: 'POST', path: '/pkg.Service/Method', authority: 'host', timeoutMs: 2000 },
  });
});

test('any other request has a path and no method', () => {
  assert.deepEqual(head({ ':method': 'GET', ':path': '/a.B/C', ':authority': 'host' }), {
    method: 'GET',
    path: '/a.B/C',
    authority: 'host',
    rpc: undefined,
    timeoutMs: undefined,
    messages: undefined,
    kept: { method: 'GET', path: '/a.B/C', authority: 'host' },
  });
});

test('RFC 9113 §8.3.1: without :authority, host tells it', () => {
  assert.equal(head({ ':method': 'GET', host: 'a' }).authority, 'a');
  assert.equal(head({ ':method': 'GET', host: 'a', ':authority': 'b' }).authority, 'b');
  assert.equal(head({ ':method': 'GET' }).authority, '');
});

test('no method where the path is none, or too long to be kept', () => {
  assert.equal(head({ ...CALL, ':path': '/a' }).rpc, undefined);
  assert.equal(head({ ...CALL, ':path': `/a/${'b'.repeat(1021)}` }).rpc?.method.length, 1021);
  assert.equal(head({ ...CALL, ':path': `/a/${'b'.repeat(1022)}` }).rpc, undefined);
});

test('a path that is secret is told nowhere, also not as a method', () => {
  const shown = literals(CALL).map((field) => (field.name === ':path' ? { ...field, value: '' } : field));
  const { path, rpc, messages } = requestHead(literals(CALL), shown);
  assert.deepEqual([path, rpc, messages?.framing], ['', undefined, 'grpc']);
});

test('a timeout that is none is not known', () => {
  assert.equal(head({ ...CALL, 'grpc-timeout': 'soon' }).timeoutMs, undefined);
});

test('of what is long, the beginning is kept while its stream is open', () => {
  const path = `/${'a'.repeat(2_000)}`;
  const { kept, path: whole } = head({ ':method': 'GET', ':path': path, ':authority': 'host' });
  assert.deepEqual([kept.path, whole], [path.slice(0, 1_024), path]);
});
