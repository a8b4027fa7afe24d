import assert from 'node:assert/strict';
import { test } from 'node:test';
import { requestLine, statusOf } from '../../src/exchanges/http1-start-line.ts';

const HOST = [{ name: 'Host', value: 'host.test' }];

function parts(startLine: string): readonly string[] {
  const { method, path, authority } = requestLine(startLine, HOST);
  return [method, authority, path];
}

test('RFC 9112 §3.2: the four forms of a target', () => {
  assert.deepEqual(parts('GET /a?b HTTP/1.1'), ['GET', 'host.test', '/a?b']);
  assert.deepEqual(parts('GET http://other.test:80/a?b HTTP/1.1'), ['GET', 'other.test:80', '/a?b']);
  assert.deepEqual(parts('GET http://other.test?b HTTP/1.1'), ['GET', 'other.test', '/?b']);
  assert.deepEqual(parts('GET http://other.test HTTP/1.1'), ['GET', 'other.test', '/']);
  assert.deepEqual(parts('CONNECT far.test:443 HTTP/1.1'), ['CONNECT', 'far.test:443', '']);
  assert.deepEqual(parts('OPTIONS * HTTP/1.1'), ['OPTIONS', 'host.test', '*']);
});

test('what is no start line gives what there is', () => {
  assert.deepEqual(parts(''), ['', 'host.test', '']);
  assert.deepEqual(parts('GET'), ['GET', 'host.test', '']);
});

test('RFC 9112 §4: the status of a response', () => {
  assert.equal(statusOf('HTTP/1.1 404 Not Found'), 404);
  assert.equal(statusOf('HTTP/1.0 200'), 200);
  assert.equal(statusOf('HTTP/1.1 abc'), undefined);
  assert.equal(statusOf(''), undefined);
});
