import assert from 'node:assert/strict';
import { test } from 'node:test';

import { isSingleValue, reservedBecause } from '../../../../src/servers/grpc/echo/reserved-fields.ts';

test('what HTTP/2 and gRPC keep for themselves is reserved, and the reason says why', () => {
  const reserved = {
    ':path': /pseudo/,
    'grpc-status': /gRPC/,
    'grpc-x': /gRPC/,
    te: /requests/,
    upgrade: /connection/,
  };
  for (const [name, reason] of Object.entries(reserved)) assert.match(reservedBecause(name) ?? '', reason, name);
  assert.match(reservedBecause('content-type') ?? '', /server/);
  for (const name of ['x-sre-trace', 'traceresponse'])
    assert.match(reservedBecause(name) ?? '', /server sends it/, name);
  assert.match(reservedBecause('content-length') ?? '', /length/);
});

test('other names are not', () => {
  for (const name of ['x-a', 'grpcx', 'retry-after', 'x-te']) assert.equal(reservedBecause(name), undefined, name);
});

test('fields that are no list are told from those that are', () => {
  assert.equal(isSingleValue('retry-after'), true);
  assert.equal(isSingleValue('x-a'), false);
});
