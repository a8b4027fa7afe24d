/** The padding of DATA, HEADERS and PUSH_PROMISE, RFC 9113 §6.1: a byte Pad Length in front, and as many zeros behind. */

import { uint8Bytes } from '../big-endian.ts';
import { concatBytes } from '../byte-slices.ts';
import { FLAG } from '../frame-type.ts';

interface Padded {
  readonly flagBits?: number;
  readonly padding?: number;
}

export function paddingFlag(frame: Padded): number {
  return (frame.padding ?? 0) > 0 ? FLAG.PADDED : 0;
}

/** @param content the payload without its padding, in parts */
export function encodePadded(frame: Padded, content: readonly Uint8Array[]): Uint8Array {
  const padding = frame.padding ?? 0;
  const isPadded = (((frame.flagBits ?? 0) | paddingFlag(frame)) & FLAG.PADDED) !== 0;
  return concatBytes(isPadded ? [uint8Bytes(padding), ...content, new Uint8Array(padding)] : content);
}
