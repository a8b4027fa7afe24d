/** Type-length-value vectors, as the PROXY protocol version 2 carries them behind its addresses (its specification, §2.2). */

export interface Tlv {
  /** One byte. */
  readonly type: number;
  readonly value: Buffer;
}

/** Type, and two bytes of length. */
const TLV_HEADER_BYTES = 3;

export function encodeTlvs(tlvs: readonly Tlv[]): Buffer {
  return Buffer.concat(
    tlvs.flatMap(({ type, value }) => [Buffer.of(type, value.length >> 8, value.length & 0xff), value]),
  );
}

/** @returns the values by type; undefined where the bytes are no whole vectors */
export function decodeTlvs(bytes: Uint8Array): ReadonlyMap<number, Buffer> | undefined {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = new Map<number, Buffer>();
  let at = 0;
  while (at < buffer.length) {
    if (buffer.length - at < TLV_HEADER_BYTES) return undefined;
    const end = at + TLV_HEADER_BYTES + buffer.readUInt16BE(at + 1);
    if (end > buffer.length) return undefined;
    values.set(buffer.readUInt8(at), buffer.subarray(at + TLV_HEADER_BYTES, end));
    at = end;
  }
  return values;
}
