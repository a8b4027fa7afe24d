/** Filters that were used last: the newest first, each once. */

import { kept } from './changed.ts';

/** What a menu shows without a scroll bar. */
export const MAX_RECENT_FILTERS = 12;

export function withFilter(filters: readonly string[], filter: string): readonly string[] {
  return filters[0] === filter ? filters : kept(filters, recentOf([filter, ...filters]));
}

/** @param filters as they were remembered, by whomever */
export function recentOf(filters: readonly string[]): readonly string[] {
  const texts = filters.map((filter) => filter.trim()).filter((filter) => filter !== '');
  return [...new Set(texts)].slice(0, MAX_RECENT_FILTERS);
}
