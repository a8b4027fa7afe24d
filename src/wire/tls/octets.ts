/** Reads octets in order, as TLS writes its structures (RFC 8446 §3). What is not there is undefined, and ends the reading. */
export class Octets {
  private readonly octets: Uint8Array;
  private at = 0;

  constructor(octets: Uint8Array) {
    this.octets = octets;
  }

  get isAtEnd(): boolean {
    return this.at >= this.octets.length;
  }

  /** A big-endian number of so many octets. */
  number(size: number): number | undefined {
    if (this.at + size > this.octets.length) return undefined;
    let value = 0;
    for (const end = this.at + size; this.at < end; this.at++) value = value * 256 + (this.octets[this.at] as number);
    return value;
  }

  bytes(length: number): Uint8Array | undefined {
    if (this.at + length > this.octets.length) return undefined;
    this.at += length;
    return this.octets.subarray(this.at - length, this.at);
  }

  /** A vector, RFC 8446 §3.4: its length in so many octets, and its content. */
  vector(lengthSize: number): Uint8Array | undefined {
    const length = this.number(lengthSize);
    return length === undefined ? undefined : this.bytes(length);
  }
}
