/**
 * The HPACK decoder of one direction of a connection, RFC 7541 §3.
 *
 * A peer cannot make it throw, nor hold more than its table, its limit for a header list and the block itself.
 */

import { BlockReader, NO_INTEGER } from './block-reader.ts';
import { DynamicTable } from './dynamic-table.ts';
import { FieldCollector, type HeaderBlock } from './header-block.ts';
import type { HeaderField, Representation } from './header-field.ts';
import type { HpackError } from './hpack-error.ts';
import { HuffmanDecoder } from './huffman-decode.ts';
import { DEFAULT_TABLE_SIZE, MAX_BLOCK_LENGTH, MAX_REPORTED_SIZE_UPDATES, MAX_TABLE_SIZE } from './limits.ts';
import { FIRST_DYNAMIC_INDEX, STATIC_TABLE } from './static-table.ts';

/**
 * Of one header list in octets, as RFC 9113 §6.5.2 counts. Four times what receivers take by default (Node 64 KiB, Envoy
 * 60 KiB, gRPC C-core 16 KiB), so that what they refuse can still be shown.
 */
export const DEFAULT_MAX_LIST_SIZE = 256 * 1024;

const NO_FIELDS: readonly HeaderField[] = Object.freeze([]);
const NO_SIZE_UPDATES: readonly number[] = Object.freeze([]);

export interface HpackDecoderOptions {
  /** The SETTINGS_HEADER_TABLE_SIZE that is in force at the first block, in octets. Default DEFAULT_TABLE_SIZE. */
  readonly maxTableSize?: number;
  /** Fields beyond this are counted, but not returned. In octets as RFC 9113 §6.5.2 counts, default DEFAULT_MAX_LIST_SIZE. */
  readonly maxListSize?: number;
}

export class HpackDecoder {
  readonly #table: DynamicTable;
  readonly #huffman = new HuffmanDecoder();
  readonly #maxListSize: number;
  /** The SETTINGS_HEADER_TABLE_SIZE in force, and the smallest one since the last block. */
  #limit: number;
  #smallestLimit: number;
  #failure: HpackError | undefined = undefined;

  constructor(options: HpackDecoderOptions = {}) {
    const maxTableSize = options.maxTableSize ?? DEFAULT_TABLE_SIZE;
    if (maxTableSize > MAX_TABLE_SIZE) throw new RangeError(`maxTableSize ${maxTableSize} is above ${MAX_TABLE_SIZE}`);
    this.#table = new DynamicTable(maxTableSize);
    this.#limit = maxTableSize;
    this.#smallestLimit = maxTableSize;
    this.#maxListSize = options.maxListSize ?? DEFAULT_MAX_LIST_SIZE;
  }

  /** Size of the dynamic table now, in octets as RFC 7541 §4.1 counts them. */
  get tableSize(): number {
    return this.#table.size;
  }

  /** The size that the encoder keeps its table to: what its last size update said, RFC 7541 §4.2. */
  get maxTableSize(): number {
    return this.#table.maxSize;
  }

  /** The dynamic table now, newest entry first. A copy. */
  get tableEntries(): readonly HeaderField[] {
    return this.#table.entries();
  }

  /** True after a block with an error: the table is not known any more, and nothing is decoded. */
  get desynchronised(): boolean {
    return this.#failure !== undefined;
  }

  /**
   * The receiver of the blocks announced a new SETTINGS_HEADER_TABLE_SIZE, and their sender acknowledged it: it is in force
   * from the next block on, RFC 7541 §4.2. The table changes only when a block says so.
   */
  setMaxTableSize(size: number): void {
    this.#limit = size;
    this.#smallestLimit = Math.min(this.#smallestLimit, size);
  }

  /**
   * Decodes one whole header block: the fragments of a HEADERS or PUSH_PROMISE frame and its CONTINUATION frames. Blocks have
   * to come in the order of the connection. Strings of the result are copies.
   */
  decode(block: Uint8Array): HeaderBlock {
    if (this.#failure !== undefined) return this.#undecoded(this.#failure);
    const reader = new BlockReader(block, this.#huffman);
    if (block.length > MAX_BLOCK_LENGTH) {
      const reason = `header block of ${block.length} octets, and we decode up to ${MAX_BLOCK_LENGTH}`;
      reader.fail('BLOCK_TOO_LONG', reason, 'RFC 9113 §10.5.1', 0);
    }
    const sizeUpdates = this.#readSizeUpdates(reader);
    const list = new FieldCollector(this.#maxListSize);
    while (!reader.ended) this.#readField(reader, list);
    return this.#result(list, sizeUpdates, reader.error);
  }

  #result(list: FieldCollector, sizeUpdates: readonly number[], error: HpackError | undefined): HeaderBlock {
    const { fields, size: listSize, truncated } = list;
    const tableSize = this.#table.size;
    if (error === undefined) return { fields, listSize, tableSize, sizeUpdates, truncated };
    this.#failure = {
      kind: 'DESYNCHRONISED',
      reason: `not decoded, because the table was lost in an earlier block: ${error.reason}`,
      spec: error.spec,
      offset: 0,
    };
    return { fields, listSize, tableSize, sizeUpdates, truncated, error };
  }

  #undecoded(error: HpackError): HeaderBlock {
    const tableSize = this.#table.size;
    return { fields: NO_FIELDS, listSize: 0, tableSize, sizeUpdates: NO_SIZE_UPDATES, truncated: false, error };
  }

  /** RFC 7541 §4.2: they are at the beginning of a block, and have to be there once the table is above the limit. */
  #readSizeUpdates(reader: BlockReader): readonly number[] {
    const smallestLimit = this.#smallestLimit;
    const due = smallestLimit < this.#table.maxSize;
    this.#smallestLimit = this.#limit;
    if (!atSizeUpdate(reader)) {
      if (due) this.#failMissingUpdate(reader, smallestLimit);
      return NO_SIZE_UPDATES;
    }
    const sizes: number[] = [];
    // The first update has to honour the smallest limit since the last block, the ones after it the limit in force.
    this.#readSizeUpdate(reader, due ? smallestLimit : this.#limit, sizes);
    while (atSizeUpdate(reader)) this.#readSizeUpdate(reader, this.#limit, sizes);
    return sizes;
  }

  #failMissingUpdate(reader: BlockReader, limit: number): void {
    if (reader.error !== undefined) return;
    const reason = `no table size update, but the limit is now ${limit} and the table was ${this.#table.maxSize}`;
    reader.fail('MISSING_SIZE_UPDATE', reason, 'RFC 7541 §4.2', reader.offset);
  }

  /** RFC 7541 §6.3 */
  #readSizeUpdate(reader: BlockReader, limit: number, sizes: number[]): void {
    const start = reader.offset;
    const size = reader.integer(5);
    if (size === NO_INTEGER) return;
    if (size > limit) {
      reader.fail('INVALID_SIZE_UPDATE', `table size ${size}, but the limit is ${limit}`, 'RFC 7541 §6.3', start);
    } else if (size > MAX_TABLE_SIZE) {
      const reason = `table size ${size}, and we hold up to ${MAX_TABLE_SIZE}`;
      reader.fail('TABLE_TOO_LARGE', reason, 'RFC 7541 §7.3', start);
    } else {
      this.#table.resize(size);
      if (sizes.length < MAX_REPORTED_SIZE_UPDATES) sizes.push(size);
    }
  }

  /** RFC 7541 §6: the first bits of a representation say which one it is. */
  #readField(reader: BlockReader, list: FieldCollector): void {
    const first = reader.peek();
    if (first >= 0x80) this.#readIndexed(reader, list);
    else if (first >= 0x40) this.#readLiteral(reader, list, 'LITERAL_INDEXED', 6);
    else if (first >= 0x20) failLateUpdate(reader);
    else this.#readLiteral(reader, list, first >= 0x10 ? 'NEVER_INDEXED' : 'LITERAL', 4);
  }

  /** RFC 7541 §6.1 */
  #readIndexed(reader: BlockReader, list: FieldCollector): void {
    const start = reader.offset;
    const index = reader.integer(7);
    if (index === NO_INTEGER) return;
    const field = this.#lookUp(reader, index, start);
    if (field !== undefined) list.add(field);
  }

  /** RFC 7541 §6.2 */
  #readLiteral(reader: BlockReader, list: FieldCollector, representation: Representation, prefixBits: number): void {
    const start = reader.offset;
    const index = reader.integer(prefixBits);
    if (index === NO_INTEGER) return;
    const name = index === 0 ? reader.string() : this.#lookUp(reader, index, start)?.name;
    if (name === undefined) return;
    const value = reader.string();
    if (value === undefined) return;
    if (representation === 'LITERAL_INDEXED') this.#table.add(name, value);
    list.add({ name, value, representation, index });
  }

  /** RFC 7541 §2.3.3 */
  #lookUp(reader: BlockReader, index: number, start: number): HeaderField | undefined {
    const field = index < FIRST_DYNAMIC_INDEX ? STATIC_TABLE[index - 1] : this.#table.at(index);
    if (field === undefined) this.#failIndex(reader, index, start);
    return field;
  }

  #failIndex(reader: BlockReader, index: number, start: number): void {
    if (index === 0) {
      reader.fail('INVALID_INDEX', 'index 0, but indexes begin at 1', 'RFC 7541 §6.1', start);
    } else {
      const last = FIRST_DYNAMIC_INDEX - 1 + this.#table.count;
      reader.fail('INVALID_INDEX', `index ${index}, but the tables end at ${last}`, 'RFC 7541 §2.3.3', start);
    }
  }
}

/** RFC 7541 §6.3: 001 and five bits. */
function atSizeUpdate(reader: BlockReader): boolean {
  return !reader.ended && reader.peek() >> 5 === 0b001;
}

function failLateUpdate(reader: BlockReader): void {
  const reason = 'table size update after a field, but updates are at the beginning of a block';
  reader.fail('INVALID_SIZE_UPDATE', reason, 'RFC 7541 §4.2', reader.offset);
}
