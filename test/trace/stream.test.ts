import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Stream } from '../../src/trace/stream.ts';
import { PreviewArena } from '../../src/wire/preview.ts';
import { listOf } from '../support/header-lists.ts';
import { CALL, type Fields, OK } from '../support/script.ts';

function opened(fields: Fields) {
  return new Stream(1, 0, 0, 0).request(listOf(fields), new PreviewArena(16));
}

describe('a request', () => {
  test('of gRPC names its method and its timeout', () => {
    assert.deepEqual(opened({ ...CALL, 'grpc-timeout': '2S' }), {
      streamId: 1,
      method: 'POST',
      path: '/pkg.Service/Method',
      authority: 'host',
      rpc: { service: 'pkg.Service', method: 'Method' },
      timeoutMs: 2000,
    });
  });

  test('what it does not say is left out', () => {
    const { rpc, timeoutMs } = opened({ ...CALL, ':path': '/a', 'grpc-timeout': 'soon' });
    assert.deepEqual([rpc, timeoutMs], [undefined, undefined]);
    assert.deepEqual(Object.keys(opened({ ':method': 'GET' })), ['streamId', 'method', 'path', 'authority']);
  });
});

describe('which messages can be read', () => {
  const framed = (type: string) => {
    const stream = new Stream(1, 0, 0, 0);
    stream.request(listOf({ ...CALL, 'content-type': type }), new PreviewArena(16));
    stream.respond(listOf({ ...OK, 'content-type': type }), new PreviewArena(16));
    return [stream.client.deframer !== undefined, stream.server.deframer !== undefined, stream.isGrpc];
  };

  test('those of gRPC and gRPC-Web in both directions', () => {
    for (const type of ['application/grpc', 'application/grpc+proto', 'application/grpc-web+proto']) {
      assert.deepEqual(framed(type), [true, true, true], type);
    }
  });

  test('not those of gRPC-Web’s text form, which are base64, nor other content', () => {
    for (const type of ['application/grpc-web-text', 'application/json', 'application/grpcx']) {
      assert.deepEqual(framed(type), [false, false, false], type);
    }
  });
});

test('trailers without grpc-status leave that of the head', () => {
  const stream = new Stream(1, 0, 0, 0);
  stream.respond(listOf({ ...OK, 'grpc-status': '3', server: 'envoy' }), new PreviewArena(16));
  stream.trail(listOf({ 'x-a': '1' }));
  assert.deepEqual(
    [stream.response.grpcStatus?.name, stream.response.hasTrailers, stream.response.server],
    ['INVALID_ARGUMENT', true, 'envoy'],
  );
});

test('RFC 9113 §5.1: is complete when both sides have ended', () => {
  const stream = new Stream(1, 0, 0, 0);
  stream.side('SERVER').ended = true;
  assert.equal(stream.complete, false);
  stream.side('CLIENT').ended = true;
  assert.equal(stream.complete, true);
});
