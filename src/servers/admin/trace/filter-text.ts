/** A filter as somebody typed it: what it means, or what is wrong with it and where. */

import type { Filter } from '../../../filter/filter.ts';
import { FilterError } from '../../../filter/filter-error.ts';
import { Refusal } from '../refusal.ts';
import type { TraceDelivery } from './delivery.ts';

/** A filter that cannot be understood. */
export class FilterRefusal extends Refusal {
  /** In characters of the text, from 0. */
  readonly position: number;
  /** The line that is wrong, and a caret below the position. */
  readonly lines: readonly [string, string];

  constructor({ message, position, lines }: FilterError) {
    super(400, message);
    this.position = position;
    this.lines = lines;
  }
}

/**
 * @returns undefined for an empty text: all events match
 * @throws FilterRefusal
 */
export function compileFilterText(text: string, compile: TraceDelivery['compile']): Filter | undefined {
  if (text.trim() === '') return undefined;
  try {
    return compile(text);
  } catch (error) {
    throw error instanceof FilterError ? new FilterRefusal(error) : error;
  }
}
