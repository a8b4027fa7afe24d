/** Which events of the ring somebody asks for. */

import { streamOf } from '../../../formats/stream-of.ts';
import type { TraceEvent } from '../../../trace/event.ts';
import type { TraceDelivery } from './delivery.ts';
import { compileFilterText } from './filter-text.ts';
import { anyText, connectionId, type QueryOf, wholeNumber } from './query.ts';

/** They narrow each other. */
export const SELECTION = { filter: anyText, conn: connectionId, stream: wholeNumber(0) };

export interface Selection {
  /** Undefined: all events do. */
  readonly matches: ((event: TraceEvent) => boolean) | undefined;
  /** What the filter means, written out; undefined where there is none. */
  readonly cel: string | undefined;
}

/** @throws FilterRefusal */
export function selectionOf(
  { filter: text = '', conn, stream }: QueryOf<typeof SELECTION>,
  compile: TraceDelivery['compile'],
): Selection {
  const filter = compileFilterText(text, compile);
  const tests = [
    conn === undefined ? [] : [(event: TraceEvent) => event.conn === conn],
    stream === undefined ? [] : [(event: TraceEvent) => streamOf(event) === stream],
    filter === undefined ? [] : [(event: TraceEvent) => filter.matches(event)],
  ].flat();
  const matches = tests.length === 0 ? undefined : (event: TraceEvent) => tests.every((test) => test(event));
  return { matches, cel: filter?.cel };
}
