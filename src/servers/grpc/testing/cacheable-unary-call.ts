/**
 * grpc.testing.TestService/CacheableUnaryCall: the time now, and how long a proxy may answer with the same.
 *
 * The interop case of that name wants a caching proxy in front of the server. Without one the server stands in for it: the same
 * request gets the same answer for as long, with its `age`.
 */

import { Metadata } from '@grpc/grpc-js';

import { echoedTrailers } from './echo-metadata.ts';
import type { TestHandlers } from './handlers.ts';
import { createRecentAnswers } from './recent-answers.ts';

/** What the interop tests name. */
const MAX_AGE_SECONDS = 60;

export function createCacheableUnaryCall(): TestHandlers['CacheableUnaryCall'] {
  const answerTo = createRecentAnswers(MAX_AGE_SECONDS * 1_000);
  return (call, reply) => {
    const { answer, ageMs } = answerTo(call.request.payload?.body ?? Buffer.alloc(0), performance.now(), timestamp);
    const metadata = new Metadata();
    metadata.set('cache-control', `max-age=${MAX_AGE_SECONDS}, public`);
    // RFC 9111 §5.1: in whole seconds, and only where the answer is not of now.
    if (ageMs !== undefined) metadata.set('age', `${Math.floor(ageMs / 1_000)}`);
    call.sendMetadata(metadata);
    reply(null, { payload: { type: 'COMPRESSABLE', body: Buffer.from(answer) } }, echoedTrailers(call));
  };
}

/** In nanoseconds: another one for each call. */
function timestamp(): string {
  return `${process.hrtime.bigint()}`;
}
