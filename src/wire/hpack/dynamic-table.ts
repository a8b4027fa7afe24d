/** The dynamic table, RFC 7541 §2.3.2 and §4. */

import { entrySize } from './entry-size.ts';
import type { HeaderField } from './header-field.ts';
import { FIRST_DYNAMIC_INDEX } from './static-table.ts';

/** Grows by doubling, so that an idle connection does not pay for the 128 entries that 4096 octets may hold. */
const INITIAL_CAPACITY = 16;

export class DynamicTable {
  /** A ring whose length is a power of two. The newest entry is in front of `#next`, the oldest `#count` in front of it. */
  #ring: (HeaderField | undefined)[] = new Array(INITIAL_CAPACITY).fill(undefined);
  #next = 0;
  #count = 0;
  #size = 0;
  #maxSize: number;

  /** @param maxSize in octets, as RFC 7541 §4.1 counts them */
  constructor(maxSize: number) {
    this.#maxSize = maxSize;
  }

  /** RFC 7541 §4.1 */
  get size(): number {
    return this.#size;
  }

  get maxSize(): number {
    return this.#maxSize;
  }

  get count(): number {
    return this.#count;
  }

  /** The entry with this index, from FIRST_DYNAMIC_INDEX on, as the field that an indexed representation of it means. */
  at(index: number): HeaderField | undefined {
    const position = index - FIRST_DYNAMIC_INDEX;
    if (position < 0 || position >= this.#count) return undefined;
    const slot = this.#slotOf(position);
    const entry = this.#ring[slot];
    if (entry === undefined || entry.index === index) return entry;
    // Insertions have moved it. It is kept with its new index, so that blocks without insertions make no objects.
    const moved: HeaderField = { name: entry.name, value: entry.value, representation: 'INDEXED', index };
    this.#ring[slot] = moved;
    return moved;
  }

  /** RFC 7541 §4.4. An entry larger than the whole table empties it, and that is no error. */
  add(name: string, value: string): void {
    const size = entrySize(name, value);
    this.#evictUntil(this.#maxSize - size);
    if (size > this.#maxSize) return;
    if (this.#count === this.#ring.length) this.#grow();
    this.#ring[this.#next] = { name, value, representation: 'INDEXED', index: FIRST_DYNAMIC_INDEX };
    this.#next = (this.#next + 1) & (this.#ring.length - 1);
    this.#count++;
    this.#size += size;
  }

  /** RFC 7541 §4.3 */
  resize(maxSize: number): void {
    this.#maxSize = maxSize;
    this.#evictUntil(maxSize);
  }

  /** The index of the newest entry that is this field, or 0. Looks at every entry. */
  indexOf(name: string, value: string): number {
    for (let position = 0; position < this.#count; position++) {
      const entry = this.#ring[this.#slotOf(position)];
      if (entry?.name === name && entry.value === value) return FIRST_DYNAMIC_INDEX + position;
    }
    return 0;
  }

  /** The index of the newest entry with this name, or 0. Looks at every entry. */
  indexOfName(name: string): number {
    for (let position = 0; position < this.#count; position++) {
      if (this.#ring[this.#slotOf(position)]?.name === name) return FIRST_DYNAMIC_INDEX + position;
    }
    return 0;
  }

  /** A copy of what is in the table now, newest first, with the index that each entry has now. */
  entries(): readonly HeaderField[] {
    const entries: HeaderField[] = [];
    for (let index = FIRST_DYNAMIC_INDEX; entries.length < this.#count; index++) {
      const entry = this.at(index);
      if (entry !== undefined) entries.push(entry);
    }
    return entries;
  }

  #slotOf(position: number): number {
    return (this.#next - 1 - position) & (this.#ring.length - 1);
  }

  #evictUntil(size: number): void {
    while (this.#count > 0 && this.#size > size) {
      const slot = this.#slotOf(this.#count - 1);
      const oldest = this.#ring[slot];
      if (oldest !== undefined) this.#size -= entrySize(oldest.name, oldest.value);
      this.#ring[slot] = undefined;
      this.#count--;
    }
  }

  #grow(): void {
    const ring = new Array<HeaderField | undefined>(this.#ring.length * 2).fill(undefined);
    for (let position = 0; position < this.#count; position++) {
      ring[this.#count - 1 - position] = this.#ring[this.#slotOf(position)];
    }
    this.#ring = ring;
    this.#next = this.#count;
  }
}
