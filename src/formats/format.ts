import type { TraceEvent } from '../trace/event.ts';

/**
 * An event as lines of text without line feeds, none where the format has no words for it. Safe to print: no line has a
 * control character that a peer chose. A format may remember connections, so it wants the events of one reader, in order.
 */
export type Format = (event: TraceEvent) => readonly string[];
