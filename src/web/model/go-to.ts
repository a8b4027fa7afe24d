/** What was typed into "go to #". */

import { whole } from './amounts.ts';

export interface Listed {
  /** Of what the list has; undefined where it has nothing. */
  readonly first: number | undefined;
  readonly last: number | undefined;
  /** Whether a filter leaves some out between them. */
  readonly isFiltered: boolean;
  /** The row nearest to a number. */
  nearest(seq: number): number | undefined;
}

export interface Gone {
  readonly seq?: number;
  /** What is wrong, or why it is another row. */
  readonly words?: string;
}

export function goTo(typed: string, { first, last, isFiltered, nearest }: Listed): Gone {
  const text = typed.replace(/[\s,#]/g, '');
  const seq = Number(text);
  if (!/^\d{1,15}$/.test(text)) return { words: 'expected the number of an event, for example 48190' };
  if (first === undefined || last === undefined) return { words: 'the list is empty' };
  if (seq < first || seq > last) {
    const range = `${whole(first)} to ${whole(last)}`;
    return { words: `${whole(seq)} is not ${isFiltered ? `listed: matches are ${range}` : `held: ${range} are`}` };
  }
  const found = nearest(seq);
  if (found === undefined) return { words: `${whole(seq)} is not held` };
  if (found === seq) return { seq };
  return { seq: found, words: `${whole(seq)} does not match the filter: this is the nearest that does` };
}
