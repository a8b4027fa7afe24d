/** When the client of an answer has left, or has all of it: what is still being done for it must end. */

import { setTimeout as sleep } from 'node:timers/promises';

import type { FastifyReply, FastifyRequest } from 'fastify';

import { http2StreamOf } from './raw-request.ts';

/** @returns a signal that is given when the answer is over, one way or the other */
export function departureOf(request: FastifyRequest, reply: FastifyReply): AbortSignal {
  const departure = new AbortController();
  const stream = http2StreamOf(request.raw) ?? request.raw.socket;
  // One that closed before has no 'close' to come.
  if (stream.destroyed) departure.abort();
  else reply.raw.once('close', () => departure.abort());
  return departure.signal;
}

/**
 * @param milliseconds 0 or more; up to setTimeout's limit of 24 days
 * @returns false where the client left before
 */
export async function pause(milliseconds: number, departure: AbortSignal): Promise<boolean> {
  if (departure.aborted) return false;
  if (milliseconds <= 0) return true;
  try {
    await sleep(milliseconds, undefined, { signal: departure });
    return true;
  } catch {
    return false;
  }
}
