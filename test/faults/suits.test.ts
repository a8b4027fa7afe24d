import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { parseFault } from '../../src/faults/parse-fault.ts';
import { type FaultProtocol, unsuited } from '../../src/faults/suits.ts';

function unsuitedText(text: string, protocol: FaultProtocol): string | undefined {
  const { plan, refused } = parseFault(text);
  assert.ok(plan, refused);
  return unsuited(plan, protocol);
}

describe('a fault is for the protocols that can have it', () => {
  const cases: readonly (readonly [string, readonly FaultProtocol[]])[] = [
    ['delay=1ms', ['gRPC', 'HTTP/2', 'HTTP/1.1']],
    ['keep_open', ['gRPC', 'HTTP/2', 'HTTP/1.1']],
    ['status=UNAVAILABLE', ['gRPC']],
    ['status=503', ['HTTP/2', 'HTTP/1.1']],
    ['fin', ['gRPC', 'HTTP/2', 'HTTP/1.1']],
    ['tcp_rst;silence@after_headers', ['gRPC', 'HTTP/2', 'HTTP/1.1']],
    ['rst_stream', ['gRPC', 'HTTP/2']],
    ['fin@after_headers;padding=1', ['gRPC', 'HTTP/2']],
    ['no_trailers', ['gRPC', 'HTTP/2']],
    ['html', ['gRPC', 'HTTP/2']],
    ['no_grpc_status', ['gRPC']],
    ['trailers_only=5', ['gRPC']],
    ['truncated_message', ['gRPC']],
    ['wrong_length=1', ['gRPC']],
  ];
  for (const [text, suited] of cases) {
    test(`${text}: ${suited.join(', ')}`, () => {
      for (const protocol of ['gRPC', 'HTTP/2', 'HTTP/1.1'] as const) {
        assert.equal(unsuitedText(text, protocol) === undefined, suited.includes(protocol), protocol);
      }
    });
  }
});

test('who asked for the other one is told what to ask for', () => {
  assert.equal(
    unsuitedText('status=503', 'gRPC'),
    'status 503 of HTTP came on a gRPC call, expected one of gRPC, or html=503',
  );
  assert.equal(
    unsuitedText('status=14', 'HTTP/2'),
    'status 14 of gRPC came on an HTTP request, expected one from 200 to 599',
  );
  assert.equal(unsuitedText('rst_stream', 'HTTP/1.1'), 'rst_stream came on HTTP/1.1, expected on HTTP/2');
  assert.equal(
    unsuitedText('wrong_length=1', 'HTTP/2'),
    'wrong_length came on an HTTP request, expected on a gRPC call',
  );
});
