import assert from 'node:assert/strict';
import { suite, test } from 'node:test';

import { status } from '@grpc/grpc-js';

import type { EchoRequest__Output as EchoRequest } from '../../../../src/gen/sre/echo/v1/EchoRequest.ts';
import { planOf } from '../../../../src/servers/grpc/echo/reply-plan.ts';
import { createStatusOf } from '../../../../src/servers/grpc/echo/response-status.ts';
import { ECHO_SERVICE } from '../../../../src/servers/grpc/protos.ts';
import { methodOf } from '../../support.ts';

const statusOf = createStatusOf();

/** As it comes from the wire. */
function received(request: object): EchoRequest {
  const { requestSerialize, requestDeserialize } = methodOf(ECHO_SERVICE, 'Echo');
  return requestDeserialize(requestSerialize(request)) as EchoRequest;
}

const RANGES = { count: 1_000_000, intervalMs: 3_600_000, payloadBytes: 16_777_216 } as const;
const NAMES = { count: 'count', intervalMs: 'interval_ms', payloadBytes: 'payload_bytes' } as const;

suite('what a request asks for', () => {
  test('is nothing where it says nothing', () => {
    assert.deepEqual(planOf(received({}), statusOf), {
      ...{ message: '', payloadBytes: 0, count: undefined, intervalMs: 0, gzip: false },
      ...{ headers: undefined, trailers: undefined, status: undefined },
    });
  });

  for (const [key, max] of Object.entries(RANGES)) {
    test(`${key} is at most ${max}, and more is refused with the range`, () => {
      assert.equal(planOf(received({ [key]: max }), statusOf)[key as keyof typeof RANGES], max);
      const details = `${NAMES[key as keyof typeof NAMES]} ${max + 1}: expected at most ${max}`;
      assert.throws(() => planOf(received({ [key]: max + 1 }), statusOf), { code: status.INVALID_ARGUMENT, details });
    });
  }

  test('a count of none is one', () => {
    assert.equal(planOf(received({ count: 0 }), statusOf).count, 0);
  });

  test('fields of headers and of trailers are told apart where they are refused', () => {
    const fields = [{ name: 'te', value: '' }];
    assert.throws(() => planOf(received({ responseHeaders: fields }), statusOf), /^Error: response_headers: "te"/);
    assert.throws(() => planOf(received({ responseTrailers: fields }), statusOf), /^Error: response_trailers: "te"/);
  });
});
