import { Readable } from 'node:stream';

/** As Node's own byte streams; Readable.from's default are 16 pieces, whatever their size. */
const MAX_AHEAD_BYTES = 64 * 1024;

/** A body that is made as its client reads it, and not much ahead. */
export function bodyStream(pieces: Iterable<Buffer> | AsyncIterable<Buffer | string>): Readable {
  return Readable.from(pieces, { objectMode: false, highWaterMark: MAX_AHEAD_BYTES });
}
