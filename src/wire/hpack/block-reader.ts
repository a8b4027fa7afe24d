/** Reads the integers and strings of one header block, RFC 7541 §5. After an error there is nothing more to read. */

import { latin1Text } from '../latin1.ts';
import type { HpackError, HpackErrorKind } from './hpack-error.ts';
import type { HuffmanDecoder } from './huffman-decode.ts';
import { type Cursor, INTEGER_TRUNCATED, MAX_INTEGER, readInteger } from './integer.ts';

/** What integer() returns after an error. */
export const NO_INTEGER = -1;

const HUFFMAN_BIT = 0x80;

export class BlockReader implements Cursor {
  readonly octets: Uint8Array;
  offset = 0;
  readonly #huffman: HuffmanDecoder;
  #error: HpackError | undefined = undefined;

  constructor(octets: Uint8Array, huffman: HuffmanDecoder) {
    this.octets = octets;
    this.#huffman = huffman;
  }

  get error(): HpackError | undefined {
    return this.#error;
  }

  get ended(): boolean {
    return this.offset >= this.octets.length;
  }

  /** The octet that is read next; 0 at the end. */
  peek(): number {
    return this.octets[this.offset] ?? 0;
  }

  /** RFC 7541 §5.1. NO_INTEGER after an error. */
  integer(prefixBits: number): number {
    const start = this.offset;
    const value = readInteger(this, prefixBits);
    if (value >= 0) return value;
    if (value === INTEGER_TRUNCATED) {
      this.fail('TRUNCATED', 'the block ends where an integer should go on', 'RFC 7541 §5.1', start);
    } else {
      const reason = `integer above ${MAX_INTEGER}, or with more octets than that needs`;
      this.fail('INTEGER_OVERFLOW', reason, 'RFC 7541 §5.1', start);
    }
    return NO_INTEGER;
  }

  /** RFC 7541 §5.2. Undefined after an error. */
  string(): string | undefined {
    const start = this.offset;
    const coded = (this.peek() & HUFFMAN_BIT) !== 0;
    const length = this.integer(7);
    if (length === NO_INTEGER) return undefined;
    const from = this.offset;
    const left = this.octets.length - from;
    if (length > left) {
      this.fail('TRUNCATED', `string of ${length} octets, but the block ends after ${left}`, 'RFC 7541 §5.2', start);
      return undefined;
    }
    this.offset = from + length;
    return coded ? this.#huffmanText(from, start) : latin1Text(this.octets, from, this.offset);
  }

  #huffmanText(from: number, start: number): string | undefined {
    const text = this.#huffman.decode(this.octets, from, this.offset);
    if (typeof text === 'string') return text;
    this.fail('INVALID_HUFFMAN', text.reason, 'RFC 7541 §5.2', start);
    return undefined;
  }

  /** Ends the block with an error. */
  fail(kind: HpackErrorKind, reason: string, spec: string, offset: number): void {
    this.#error = { kind, reason, spec, offset };
    this.offset = this.octets.length;
  }
}
