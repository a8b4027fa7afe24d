/** A query may hold tokens, and logs and spans go further than the trace. The rest of a path is told. */

import { ELLIPSIS } from '../bounded-text.ts';
import type { Exchange } from './exchange.ts';

/** Shorter ones are in other words by chance. */
const MIN_QUERY = 3;

/** @returns up to the `?` or, against RFC 9110 §7.1, the `#` */
export function withoutQuery(path: string): string {
  const end = path.search(/[?#]/);
  return end < 0 ? path : path.slice(0, end);
}

/** RFC 9113 §8.3.1 forbids `user:password@` in `:authority`, and some send it. */
export function withoutUserinfo(authority: string): string {
  return authority.slice(authority.lastIndexOf('@') + 1);
}

/**
 * For what servers say: some repeat the path that they know nothing of.
 *
 * @returns `text` with the query of the exchange left out
 */
export function withoutQueryOf({ path }: Exchange, text: string): string {
  const query = path.slice(withoutQuery(path).length + 1);
  const known = query.endsWith(ELLIPSIS) ? query.slice(0, -ELLIPSIS.length) : query;
  if (known.length < MIN_QUERY || !text.includes(known)) return text;
  // Of a query that was cut, the rest goes on to the end of the word.
  const [before = '', ...behind] = text.split(known);
  return before + behind.map((part) => ELLIPSIS + part.replace(/^\S+/, '')).join('');
}
