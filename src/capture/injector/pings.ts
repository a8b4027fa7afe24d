import { readUint32, uint32Bytes } from '../../wire/http2/big-endian.ts';
import { concatBytes } from '../../wire/http2/byte-slices.ts';
import { encodeFrame } from '../../wire/http2/frame-writer.ts';

/** "sre!": the first half of what PINGs of ours carry, and with it their ACKs, which are not for the server. */
const MARK = 0x73726521;

/** @param number to tell it from others by, 32 bits */
export function encodePing(number: number): Uint8Array {
  return encodeFrame({ type: 'PING', streamId: 0, opaque: concatBytes([uint32Bytes(MARK), uint32Bytes(number)]) });
}

/** @param opaque of an ACK; @returns the number of a PING of ours, undefined where it is none */
export function pingNumber(opaque: Uint8Array): number | undefined {
  const isOurs = opaque.length === 8 && readUint32(opaque, 0) === MARK;
  return isOurs ? readUint32(opaque, 4) : undefined;
}
