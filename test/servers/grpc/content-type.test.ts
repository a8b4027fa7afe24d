import assert from 'node:assert/strict';
import { test } from 'node:test';

import { isGrpc } from '../../../src/servers/grpc/content-type.ts';

test('PROTOCOL-HTTP2, Content-Type: gRPC with any message format or parameter, and nothing that only begins like it', () => {
  for (const type of ['application/grpc', 'application/grpc+proto', 'application/grpc+json', 'application/grpc;x=y']) {
    assert.ok(isGrpc({ 'content-type': type }), type);
  }
  for (const type of ['application/grpc-web', 'application/grpc-web+proto', 'application/grpcx', 'text/plain', '']) {
    assert.ok(!isGrpc({ 'content-type': type }), type);
  }
  assert.ok(!isGrpc({}));
});
