/** A filter as somebody typed it: what it means, or what is wrong with it and where. */

import type { Filter } from '../../../filter/filter.ts';
import { Refusal } from '../refusal.ts';
import type { TraceDelivery } from './delivery.ts';

/** Some fifty comparisons. A longer one would be evaluated for each event. */
const MAX_FILTER_CHARACTERS = 4_096;

/** What is shown of a long one, on either side of the position. */
const SHOWN_CHARACTERS = 60;

/** A filter that cannot be understood. */
export class FilterRefusal extends Refusal {
  /** In characters of the text, from 0. */
  readonly position: number;
  /** The text, and a caret below the position. */
  readonly lines: readonly [string, string];

  constructor(message: string, text: string, position: number) {
    super(400, message);
    this.position = position;
    this.lines = pointedAt(text, position);
  }
}

/**
 * @returns undefined for an empty text: all events match
 * @throws FilterRefusal
 */
export function compileFilterText(text: string, compile: TraceDelivery['compile']): Filter | undefined {
  if (text.trim() === '') return undefined;
  if (text.length > MAX_FILTER_CHARACTERS) {
    const message = `a filter of ${text.length} characters came: expected up to ${MAX_FILTER_CHARACTERS}`;
    throw new FilterRefusal(message, text, MAX_FILTER_CHARACTERS);
  }
  try {
    return compile(text);
  } catch (error) {
    throw new FilterRefusal(messageOf(error), text, positionOf(error));
  }
}

function pointedAt(text: string, position: number): readonly [string, string] {
  const start = Math.max(0, position - SHOWN_CHARACTERS);
  // One character each, so that the caret stays where it belongs.
  const shown = text.slice(start, position + SHOWN_CHARACTERS).replace(/\p{Cc}/gu, ' ');
  return [shown, `${' '.repeat(position - start)}^`];
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function positionOf(error: unknown): number {
  const position = typeof error === 'object' && error !== null ? Reflect.get(error, 'position') : undefined;
  return typeof position === 'number' ? position : 0;
}
