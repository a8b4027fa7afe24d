import assert from 'node:assert/strict';
import { test } from 'node:test';
import { responseHead } from '../../src/trace/response-head.ts';
import { literals } from '../support/header-lists.ts';
import { type Fields, OK } from '../support/script.ts';

function head(fields: Fields) {
  return responseHead(literals(fields), literals(fields));
}

test('a head tells its HTTP status, who made it and how its messages are sent', () => {
  assert.deepEqual(head({ ...OK, server: 'envoy' }), {
    httpStatus: 200,
    grpcStatus: undefined,
    server: 'envoy',
    messages: { framing: 'grpc', encoding: undefined },
    hidesTrailers: false,
  });
});

test('what Envoy passes on is not its own answer, though it puts its name on it', () => {
  assert.equal(head({ ...OK, server: 'envoy', 'x-envoy-upstream-service-time': '3' }).server, undefined);
});

test('of gRPC-Web only the text form hides its trailers', () => {
  for (const [type, hides] of [
    ['application/grpc-web', false],
    ['application/grpc-web+proto', false],
    ['application/grpc-web-text', true],
    ['application/grpc-web-text+proto', true],
  ] as const) {
    assert.equal(head({ ...OK, 'content-type': type }).hidesTrailers, hides);
  }
});

test('trailers tell the gRPC status', () => {
  const { httpStatus, grpcStatus } = head({ 'grpc-status': '5', 'grpc-message': 'none' });
  assert.deepEqual([httpStatus, grpcStatus], [undefined, { code: 5, name: 'NOT_FOUND', message: 'none' }]);
});

test('what is secret is not taken from what was sent', () => {
  const sent = literals({ ...OK, server: 'hush', 'grpc-status': '2', 'grpc-message': 'hush' });
  const secret = ['server', 'grpc-message'];
  const shown = sent.map((field) => (secret.includes(field.name) ? { ...field, value: '' } : field));
  const { server, grpcStatus } = responseHead(sent, shown);
  assert.deepEqual([server, grpcStatus?.message, grpcStatus?.code], ['', '', 2]);
});
