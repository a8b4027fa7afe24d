import type { Headers } from '../trace/event.ts';
import { type RequestFacts, requestFacts } from './head-facts.ts';

/** As many as the trace of a connection keeps, so that no list is kept for this alone (trace/recent-lists.ts). */
const LISTS = 4;
const MAX_LIST_SIZE = 8 * 1024;

/** The facts of the header lists that came last. A list that comes again is the same array, so it is read once. */
export class RecentFacts {
  private readonly lists: Headers['fields'][] = [];
  private readonly facts: RequestFacts[] = [];
  private oldest = 0;

  of({ fields, listSize }: Headers): RequestFacts {
    for (let i = 0; i < this.lists.length; i++) if (this.lists[i] === fields) return this.facts[i] as RequestFacts;
    const facts = requestFacts(fields);
    if (listSize > MAX_LIST_SIZE) return facts;
    this.lists[this.oldest] = fields;
    this.facts[this.oldest] = facts;
    this.oldest = (this.oldest + 1) % LISTS;
    return facts;
  }
}
