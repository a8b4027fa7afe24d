/**
 * The HPACK encoder of one direction of a connection, RFC 7541 §3: for header blocks of our own making, that is faults, probes
 * and re-encoded exports. It searches its tables entry by entry, which suits those and not a busy server.
 */

import { DynamicTable } from './dynamic-table.ts';
import { entrySize } from './entry-size.ts';
import type { Representation } from './header-field.ts';
import { DEFAULT_TABLE_SIZE, MAX_TABLE_SIZE } from './limits.ts';
import { OctetWriter } from './octet-writer.ts';
import {
  assertOctets,
  type HuffmanUse,
  type Literal,
  writeIndexed,
  writeLiteral,
  writeSizeUpdate,
} from './representation-writer.ts';
import { staticIndexOf, staticIndexOfName } from './static-table.ts';

export interface HpackEncoderOptions {
  /** The decoder's SETTINGS_HEADER_TABLE_SIZE, in octets. Default DEFAULT_TABLE_SIZE. */
  readonly maxTableSize?: number;
  /** Default SHORTER. */
  readonly huffman?: HuffmanUse;
}

/** A field to encode. A decoded HeaderField is one, too. */
export interface FieldToEncode {
  /** One character per octet. Characters above 255 are a bug of the caller, and throw. */
  readonly name: string;
  readonly value: string;
  /**
   * INDEXED (the default) takes the index of the field where it has one, and makes it one where it fits the table. The
   * others are literals as they say, with the index of the name where it has one.
   */
  readonly representation?: Representation;
}

export class HpackEncoder {
  readonly #table: DynamicTable;
  readonly #huffman: HuffmanUse;
  /** The sizes that the next block begins with: the smallest since the last block, and the last one. */
  #smallestSize: number;
  #lastSize: number;

  constructor(options: HpackEncoderOptions = {}) {
    const maxTableSize = options.maxTableSize ?? DEFAULT_TABLE_SIZE;
    this.#table = new DynamicTable(maxTableSize);
    this.#huffman = options.huffman ?? 'SHORTER';
    this.#smallestSize = maxTableSize;
    this.#lastSize = maxTableSize;
  }

  /** Size of the dynamic table now, in octets as RFC 7541 §4.1 counts them. */
  get tableSize(): number {
    return this.#table.size;
  }

  /** The decoder announced a new SETTINGS_HEADER_TABLE_SIZE. The table takes it, up to MAX_TABLE_SIZE, with the next block. */
  setMaxTableSize(limit: number): void {
    const size = Math.min(limit, MAX_TABLE_SIZE);
    this.#smallestSize = Math.min(this.#smallestSize, size);
    this.#lastSize = size;
  }

  /** One whole header block. */
  encode(fields: readonly FieldToEncode[]): Uint8Array {
    for (const { name, value } of fields) {
      assertOctets(name);
      assertOctets(value);
    }
    const writer = new OctetWriter();
    this.#writeSizeUpdates(writer);
    for (const field of fields) this.#writeField(writer, field);
    return writer.written();
  }

  /** RFC 7541 §4.2: the smallest size in between is announced, since it evicted entries, and then the last one. */
  #writeSizeUpdates(writer: OctetWriter): void {
    if (this.#smallestSize < this.#table.maxSize) this.#writeSizeUpdate(writer, this.#smallestSize);
    if (this.#lastSize !== this.#table.maxSize) this.#writeSizeUpdate(writer, this.#lastSize);
    this.#smallestSize = this.#lastSize;
  }

  #writeSizeUpdate(writer: OctetWriter, size: number): void {
    writeSizeUpdate(writer, size);
    this.#table.resize(size);
  }

  #writeField(writer: OctetWriter, { name, value, representation = 'INDEXED' }: FieldToEncode): void {
    if (representation !== 'INDEXED') {
      this.#writeLiteral(writer, name, value, representation);
      return;
    }
    const index = staticIndexOf(name, value) || this.#table.indexOf(name, value);
    if (index > 0) {
      writeIndexed(writer, index);
    } else {
      // RFC 7541 §4.4: an entry that does not fit would only empty the table.
      const fits = entrySize(name, value) <= this.#table.maxSize;
      this.#writeLiteral(writer, name, value, fits ? 'LITERAL_INDEXED' : 'LITERAL');
    }
  }

  #writeLiteral(writer: OctetWriter, name: string, value: string, representation: Literal): void {
    const nameIndex = staticIndexOfName(name) || this.#table.indexOfName(name);
    writeLiteral(writer, representation, nameIndex, name, value, this.#huffman);
    if (representation === 'LITERAL_INDEXED') this.#table.add(name, value);
  }
}
