import assert from 'node:assert/strict';
import { test } from 'node:test';
import { messageFormat } from '../../src/trace/message-format.ts';
import { literals } from '../support/header-lists.ts';
import type { Fields } from '../support/script.ts';

function format(fields: Fields) {
  return messageFormat(literals(fields), literals(fields));
}

test('the framing of gRPC and of gRPC-Web, by content type', () => {
  assert.equal(format({ 'content-type': 'application/grpc' })?.framing, 'grpc');
  assert.equal(format({ 'content-type': 'application/grpc+proto' })?.framing, 'grpc');
  assert.equal(format({ 'content-type': 'application/grpc-web+proto' })?.framing, 'grpc-web');
});

test('none for gRPC-Web’s text form, which is base64, nor for other content', () => {
  for (const type of ['application/grpc-web-text', 'application/json', 'application/grpcx']) {
    assert.equal(format({ 'content-type': type }), undefined, type);
  }
  assert.equal(format({}), undefined);
});

test('the encoding, unless it is too long to be one', () => {
  const encoding = (name: string) => format({ 'content-type': 'application/grpc', 'grpc-encoding': name })?.encoding;
  assert.equal(encoding('gzip'), 'gzip');
  assert.equal(encoding('x'.repeat(64)), 'x'.repeat(64));
  assert.equal(encoding('x'.repeat(65)), undefined);
});
