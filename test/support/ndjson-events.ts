/** NDJSON back to events: the inverse of src/formats/json.ts, for tests that take the trace file of a server as the events that it had. */

import type { EventKind, TraceEvent } from '../../src/trace/event.ts';

const KINDS: ReadonlySet<string> = new Set<EventKind>([
  'connectionOpened',
  'frame',
  'message',
  'streamOpened',
  'streamClosed',
  'http1',
  'finding',
  'connectionClosed',
  'traceLost',
]);

/** @throws when a line is not JSON, or no event */
export function eventsOfNdjson(ndjson: string): TraceEvent[] {
  const lines = ndjson.split('\n').filter((line) => line !== '');
  return lines.map((line) => eventOf(JSON.parse(line, revive)));
}

function eventOf(json: { readonly [key: string]: unknown }): TraceEvent {
  const kind = Object.keys(json).find((key) => KINDS.has(key));
  if (kind === undefined) throw new Error(`not an event: ${JSON.stringify(json).slice(0, 200)}`);
  return { ...json, kind, time: microseconds(String(json.time)) } as unknown as TraceEvent;
}

/** Previews are bytes, and base64 in JSON; the times of a finding are numbers. */
function revive(key: string, value: unknown): unknown {
  if (key === 'firstTime' || key === 'lastTime') return microseconds(String(value));
  return key === 'preview' && typeof value === 'string' ? Uint8Array.from(Buffer.from(value, 'base64')) : value;
}

/** @param time RFC 3339 to the microsecond */
function microseconds(time: string): number {
  const [, seconds = '', fraction = ''] = /^(.*)\.(\d{6})Z$/.exec(time) ?? [];
  return Date.parse(`${seconds}Z`) * 1000 + Number(fraction);
}
