/** What the reader of a live trace may say: one change at a time, as JSON. */

import type { Subscription } from '../../../sinks/subscription.ts';
import { Refusal } from '../refusal.ts';
import type { TraceDelivery } from './delivery.ts';
import { compileFilterText, FilterRefusal } from './filter-text.ts';

/** The largest is a filter, whose every character may be escaped. */
export const MAX_COMMAND_BYTES = 64 * 1024;

const EXPECTED = 'expected {"filter": "…"} or {"pause": true} or {"pause": false}';

const MAX_SHOWN_CHARACTERS = 100;

export type Answer =
  | { readonly filter: string }
  | { readonly pause: boolean }
  | { readonly error: { readonly message: string; readonly position?: number } };

export type Command = (text: Buffer) => Answer;

/** @returns does what a message asks for, and answers what is so now, or why it was not done. Never throws. */
export function createCommands(subscription: Subscription, compile: TraceDelivery['compile']): Command {
  function obey(text: Buffer): Answer {
    const { filter, pause } = commandOf(text);
    if (typeof filter === 'string') {
      const compiled = compileFilterText(filter, compile);
      subscription.setFilter(compiled);
      return { filter: compiled?.cel ?? '' };
    }
    if (typeof pause !== 'boolean') throw new Refusal(400, `${shown(text)} came: ${EXPECTED}`);
    if (pause) subscription.pause();
    else subscription.resume();
    return { pause };
  }

  return (text) => {
    try {
      return obey(text);
    } catch (error) {
      return { error: inWords(error) };
    }
  };
}

interface AnyCommand {
  readonly filter?: unknown;
  readonly pause?: unknown;
}

/** @throws Refusal */
function commandOf(text: Buffer): AnyCommand {
  if (text.length > MAX_COMMAND_BYTES) {
    throw new Refusal(400, `${text.length} bytes came: expected up to ${MAX_COMMAND_BYTES}`);
  }
  const value = parse(String(text));
  const isObject = typeof value === 'object' && value !== null && Object.keys(value).length === 1;
  if (!isObject) throw new Refusal(400, `${shown(text)} came: ${EXPECTED}`);
  return value;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function shown(text: Buffer): string {
  return JSON.stringify(String(text.subarray(0, MAX_SHOWN_CHARACTERS)));
}

function inWords(error: unknown): { readonly message: string; readonly position?: number } {
  if (error instanceof FilterRefusal) return { message: error.message, position: error.position };
  return { message: error instanceof Error ? error.message : String(error) };
}
