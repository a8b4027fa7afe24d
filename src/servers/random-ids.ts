/** Ids of spans and traces, made at random. */

import { randomFillSync } from 'node:crypto';

/** Asked for one by one, random bytes cost ten times as much: this is enough for 512 spans. */
const POOL_BYTES = 4_096;

const TRACE_BYTES = 16;
const SPAN_BYTES = 8;

export interface RandomIds {
  /** 32 hexadecimal digits. */
  traceId(): string;
  /** 16 hexadecimal digits. */
  spanId(): string;
}

/** @param fill makes every byte of the buffer a random one */
export function createRandomIds(fill: (pool: Buffer) => void = randomFillSync): RandomIds {
  const pool = Buffer.alloc(POOL_BYTES);
  let used = POOL_BYTES;

  const take = (bytes: number): string => {
    if (used + bytes > POOL_BYTES) {
      fill(pool);
      used = 0;
    }
    used += bytes;
    return pool.toString('hex', used - bytes, used);
  };
  /** W3C Trace Context §3.2.2: all zeroes is no id. */
  const takeValid = (bytes: number): string => {
    let id = take(bytes);
    while (/^0+$/.test(id)) id = take(bytes);
    return id;
  };
  return { traceId: () => takeValid(TRACE_BYTES), spanId: () => takeValid(SPAN_BYTES) };
}
