/** What a header block carried. */

import { entrySize } from './entry-size.ts';
import type { HeaderField } from './header-field.ts';
import type { HpackError } from './hpack-error.ts';

export interface HeaderBlock {
  /** In the order of the block. Up to the field that passed the limit where `truncated`; up to what is wrong where `error`. */
  readonly fields: readonly HeaderField[];
  /** Size of the whole list, also of what is not in `fields`, in octets as RFC 9113 §6.5.2 counts them. */
  readonly listSize: number;
  /** Size of the dynamic table after the block, in octets as RFC 7541 §4.1 counts them. */
  readonly tableSize: number;
  /** The table sizes that the block set, RFC 7541 §6.3. */
  readonly sizeUpdates: readonly number[];
  /** The list is larger than the decoder's `maxListSize`. The table is right nevertheless. */
  readonly truncated: boolean;
  /** What is wrong with the block. The decoder cannot go on after it. */
  readonly error?: HpackError;
}

/**
 * Collects the fields of one block up to a limit.
 *
 * One octet can mean an entry of 4 KiB, so 64 KiB of header block can mean 256 MiB of header list. Only references to the
 * table's fields are collected, and no more of them than the limit has room for.
 */
export class FieldCollector {
  readonly fields: HeaderField[] = [];
  readonly #maxSize: number;
  #size = 0;

  /** @param maxSize in octets, as RFC 9113 §6.5.2 counts them */
  constructor(maxSize: number) {
    this.#maxSize = maxSize;
  }

  get size(): number {
    return this.#size;
  }

  get truncated(): boolean {
    return this.#size > this.#maxSize;
  }

  add(field: HeaderField): void {
    this.#size += entrySize(field.name, field.value);
    if (!this.truncated) this.fields.push(field);
  }
}
