/** Long enough for the header block of an ordinary request; longer ones double it. */
const INITIAL_CAPACITY = 256;

/** Octets that are written one after the other. */
export class OctetWriter {
  #octets = new Uint8Array(INITIAL_CAPACITY);
  #length = 0;

  /** Writes the low 8 bits of `octet`. */
  octet(octet: number): void {
    if (this.#length === this.#octets.length) {
      const longer = new Uint8Array(this.#length * 2);
      longer.set(this.#octets);
      this.#octets = longer;
    }
    this.#octets[this.#length++] = octet;
  }

  /** A copy of what was written. */
  written(): Uint8Array {
    return this.#octets.slice(0, this.#length);
  }
}
