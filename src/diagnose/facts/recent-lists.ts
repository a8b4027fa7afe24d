import type { Headers } from '../../trace/event.ts';

/** As many as the trace of a connection keeps, so that no list is kept for this alone (trace/recent-lists.ts). */
const LISTS = 4;
const MAX_LIST_SIZE = 8 * 1024;

/** What was read of the header lists that came last. A list that comes again is the same array, so it is read once. */
export class RecentLists<Facts> {
  private readonly read: (headers: Headers) => Facts;
  private readonly lists: Headers['fields'][] = [];
  private readonly facts: Facts[] = [];
  private oldest = 0;

  constructor(read: (headers: Headers) => Facts) {
    this.read = read;
  }

  of(headers: Headers): Facts {
    const { fields, listSize } = headers;
    for (let i = 0; i < this.lists.length; i++) if (this.lists[i] === fields) return this.facts[i] as Facts;
    const facts = this.read(headers);
    if (listSize > MAX_LIST_SIZE) return facts;
    this.lists[this.oldest] = fields;
    this.facts[this.oldest] = facts;
    this.oldest = (this.oldest + 1) % LISTS;
    return facts;
  }
}
