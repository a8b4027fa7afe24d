/**
 * Bytes that look random, cannot be compressed, and are the same for the same seed. Any part of them can be made without what
 * is in front of it: each four bytes are their own number, hashed.
 */

const WORD_BYTES = 4;
/** 2³² divided by the golden ratio: Knuth's multiplicative hashing. */
const GOLDEN = 0x9e3779b9;

export interface Part {
  readonly seed: number;
  /** Position of the first byte. */
  readonly from: number;
  readonly length: number;
}

export function pseudoRandomBytes({ seed, from, length }: Part): Buffer {
  const firstWord = Math.floor(from / WORD_BYTES);
  const skipped = from - firstWord * WORD_BYTES;
  const words = Math.ceil((skipped + length) / WORD_BYTES);
  const bytes = Buffer.allocUnsafe(words * WORD_BYTES);
  const start = mix(seed ^ GOLDEN);
  for (let i = 0; i < words; i++) {
    bytes.writeInt32LE(mix(start + Math.imul(firstWord + i, GOLDEN)), i * WORD_BYTES);
  }
  return bytes.subarray(skipped, skipped + length);
}

/** The part in chunks, each made when it is asked for. */
export function* pseudoRandomChunks({ seed, from, length }: Part, chunkBytes: number): Generator<Buffer> {
  for (let done = 0; done < length; done += chunkBytes) {
    yield pseudoRandomBytes({ seed, from: from + done, length: Math.min(chunkBytes, length - done) });
  }
}

/** The finalizer of MurmurHash3: every bit of the input changes half of the output's. */
function mix(word: number): number {
  let x = word | 0;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return x ^ (x >>> 16);
}
