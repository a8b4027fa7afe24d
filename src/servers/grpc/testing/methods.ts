/**
 * The methods of grpc.testing.TestService, one file each, as
 * https://github.com/grpc/grpc/blob/master/doc/interop-test-descriptions.md describes them. What it leaves open is refused here
 * with INVALID_ARGUMENT and the range, and never done by half.
 *
 * UnimplementedCall is not there on purpose: clients test what they get for a method that is not there.
 */

import { randomUUID } from 'node:crypto';

import { createCacheableUnaryCall } from './cacheable-unary-call.ts';
import { createEmptyCall } from './empty-call.ts';
import { createFullDuplexCall } from './full-duplex-call.ts';
import { createHalfDuplexCall } from './half-duplex-call.ts';
import type { TestHandlers } from './handlers.ts';
import { createStreamingInputCall } from './streaming-input-call.ts';
import { createStreamingOutputCall } from './streaming-output-call.ts';
import { createUnaryCall } from './unary-call.ts';

/** @param hostname for `fill_server_id` */
export function createTestMethods(hostname: string): TestHandlers {
  return {
    EmptyCall: createEmptyCall(),
    UnaryCall: createUnaryCall({ serverId: randomUUID(), hostname }),
    CacheableUnaryCall: createCacheableUnaryCall(),
    StreamingOutputCall: createStreamingOutputCall(),
    StreamingInputCall: createStreamingInputCall(),
    FullDuplexCall: createFullDuplexCall(),
    HalfDuplexCall: createHalfDuplexCall(),
  };
}
