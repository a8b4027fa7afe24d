import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseContentType } from '../../../src/wire/grpc/content-type.ts';

describe('PROTOCOL-HTTP2: Content-Type → "application/grpc" [("+proto" / "+json" / {custom})]', () => {
  for (const [value, protocol, format] of [
    ['application/grpc', 'grpc', 'proto'],
    ['application/grpc+proto', 'grpc', 'proto'],
    ['application/grpc+json', 'grpc', 'json'],
    ['application/grpc+x-thrift', 'grpc', 'x-thrift'],
    ['application/grpc+', 'grpc', 'proto'],
    ['application/grpc; charset=utf-8', 'grpc', 'proto'],
    ['application/grpc+json;a=b+c', 'grpc', 'json'],
    ['Application/GRPC+Proto', 'grpc', 'proto'],
    [' application/grpc ', 'grpc', 'proto'],
    ['application/grpc-web', 'grpc-web', 'proto'],
    ['application/grpc-web+proto', 'grpc-web', 'proto'],
    ['application/grpc-web+json', 'grpc-web', 'json'],
    ['application/grpc-web-text', 'grpc-web-text', 'proto'],
    ['application/grpc-web-text+proto', 'grpc-web-text', 'proto'],
  ] as const) {
    test(`${JSON.stringify(value)} is ${protocol} with ${format}`, () =>
      assert.deepEqual(parseContentType(value), { protocol, format }));
  }

  for (const value of [
    '',
    'application/json',
    'application/proto',
    'application/connect+proto',
    'application/grpcx',
    'application/grpc-status',
    'application/grp',
    'text/html',
    'text/grpc',
    'grpc',
    'application/',
    'x application/grpc',
    'application/toString',
  ]) {
    test(`${JSON.stringify(value)} is not gRPC`, () => assert.equal(parseContentType(value), undefined));
  }
});
