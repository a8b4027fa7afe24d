import assert from 'node:assert/strict';
import { suite, test } from 'node:test';

import { encodingsOf, isGrpcWeb } from '../../../src/servers/grpc-web/encoding.ts';

suite('gRPC-Web by its header fields', () => {
  test('Content-Type: both forms, with and without the format, in any case and with parameters', () => {
    for (const type of [
      'application/grpc-web',
      'application/grpc-web+proto',
      'Application/GRPC-Web; x=y',
      'application/grpc-web+proto ;x=y',
    ]) {
      assert.ok(isGrpcWeb({ 'content-type': type }), type);
      assert.deepEqual(encodingsOf({ 'content-type': type }), { request: 'binary', answer: 'binary' }, type);
    }
    for (const type of ['application/grpc-web-text', 'application/grpc-web-text+proto']) {
      assert.ok(isGrpcWeb({ 'content-type': type }), type);
      assert.deepEqual(encodingsOf({ 'content-type': type }), { request: 'base64', answer: 'base64' }, type);
    }
  });

  test('other message formats are gRPC-Web that is not served', () => {
    for (const type of ['application/grpc-web+json', 'application/grpc-web-text+thrift', 'application/grpc-web+']) {
      assert.ok(isGrpcWeb({ 'content-type': type }), type);
      assert.equal(encodingsOf({ 'content-type': type }), undefined, type);
    }
  });

  test('what only looks like it is not', () => {
    for (const type of [
      'application/grpc',
      'application/grpc+proto',
      'application/grpc-webx',
      'text/plain',
      undefined,
    ]) {
      assert.ok(!isGrpcWeb(type === undefined ? {} : { 'content-type': type }), type);
    }
  });

  test('Accept decides the form of the answer where it names one', () => {
    const EXPECTED = [
      ['application/grpc-web', 'application/grpc-web-text', 'base64'],
      ['application/grpc-web-text', 'application/grpc-web', 'binary'],
      ['application/grpc-web-text', 'application/grpc-web+proto', 'binary'],
      ['application/grpc-web', 'text/html, application/grpc-web-text+proto;q=0.9', 'base64'],
      ['application/grpc-web-text', '*/*', 'base64'],
    ] as const;
    for (const [type, accept, answer] of EXPECTED) {
      assert.equal(encodingsOf({ 'content-type': type, accept })?.answer, answer, `${type}, ${accept}`);
    }
  });
});
