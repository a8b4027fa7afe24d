/** Incremental decoders must give the same, however their input is cut. */

import assert from 'node:assert/strict';

type Push<T> = (chunk: Uint8Array) => readonly T[];

/** What a used chunk is overwritten with: a decoder that still refers to it gives nonsense afterwards. */
const OVERWRITTEN = 0xee;

/**
 * Pushes `bytes` whole, byte by byte, and in two chunks cut at every offset, each time into a fresh decoder, and asserts that the
 * items are the same. It takes a copy of the items before the next push, since decoders may give views of the chunk.
 *
 * @param start makes a decoder and gives its push
 * @param normalise undoes what may depend on the cuts, such as content that is passed on in parts
 * @returns the items of the whole
 */
export function assertSameHoweverSplit<T>(
  bytes: Uint8Array,
  start: () => Push<T>,
  normalise: (items: readonly T[]) => readonly T[] = (items) => items,
): readonly T[] {
  const expected = normalise(pushAll(start(), [bytes]));
  assert.deepEqual(normalise(pushAll(start(), singleBytes(bytes))), expected, 'byte by byte');
  for (let at = 0; at <= bytes.length; at++) {
    const items = pushAll(start(), [bytes.subarray(0, at), bytes.subarray(at)]);
    assert.deepEqual(normalise(items), expected, `split at ${at} of ${bytes.length}`);
  }
  return expected;
}

function singleBytes(bytes: Uint8Array): Uint8Array[] {
  return Array.from(bytes, (byte) => Uint8Array.of(byte));
}

function pushAll<T>(push: Push<T>, chunks: readonly Uint8Array[]): T[] {
  return chunks.flatMap((chunk) => {
    const ours = Uint8Array.from(chunk);
    const items = structuredClone([...push(ours)]);
    ours.fill(OVERWRITTEN);
    return items;
  });
}
