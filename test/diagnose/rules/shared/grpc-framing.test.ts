import assert from 'node:assert/strict';
import { test } from 'node:test';
import { grpcFraming } from '../../../../src/diagnose/rules/shared/grpc-framing.ts';

test('PROTOCOL-HTTP2, Content-Type, and PROTOCOL-WEB: a format or a parameter may follow', () => {
  for (const [type, framing] of [
    ['application/grpc', 'grpc'],
    ['application/grpc+proto', 'grpc'],
    ['application/grpc; charset=utf-8', 'grpc'],
    ['application/grpc-web', 'grpc-web'],
    ['application/grpc-web+json', 'grpc-web'],
    ['application/grpc-web-text+proto', 'grpc-web-text'],
    ['application/grpcx', undefined],
    ['application/json', undefined],
    [undefined, undefined],
  ] as const) {
    assert.equal(grpcFraming(type), framing, type);
  }
});
