/** A leg as lines that a person reads, each with its time: `1003.2 c1 CLIENT RST_STREAM 1 CANCEL`. */

import type { EvidenceFrame, EvidenceRecord, Leg } from './evidence.ts';

/** A value that is longer says nothing more. */
const MAX_VALUE_CHARACTERS = 200;

/** Messages are left out: their DATA frames are there. */
export function wireLines({ events }: Leg): string[] {
  return events.filter(({ message }) => message === undefined).map(wireLine);
}

export function wireLine(event: EvidenceRecord): string {
  return `${event.offsetMs.toFixed(1)} ${event.conn} ${wordsOf(event)}`;
}

function wordsOf({ frame, http1, ...event }: EvidenceRecord): string {
  if (frame !== undefined) return frameWords(frame);
  if (http1 !== undefined) {
    const fields = (http1.fields ?? []).map(({ name, value }) => `${name}: ${value}`);
    return [http1.from, 'HTTP/1', http1.stage, http1.startLine, ...fields].join(' ');
  }
  const { seq: _seq, conn: _conn, offsetMs: _offsetMs, ...body } = event;
  return JSON.stringify({ ...body, time: undefined });
}

function frameWords(frame: EvidenceFrame): string {
  const { from, type, streamId = 0, flags = [], length = 0, window } = frame;
  const windows = window === undefined ? '' : `window=${window.connection ?? 0}/${window.stream ?? ''}`;
  const parts = [from, type, streamId, flags.join('|'), ...bodyWords(frame), `${length} bytes`, windows];
  return parts.filter((part) => part !== '').join(' ');
}

function bodyWords({ headers, settings, ping, goaway, rstStream }: EvidenceFrame): string[] {
  return [
    ...(headers?.fields ?? []).map(({ name, value = '' }) => `${name}=${shortened(value)}`),
    ...(settings ?? []).map(({ id = '', value = 0 }) => `${id}=${value}`),
    ...(ping === undefined ? [] : [ping.opaque]),
    ...(goaway === undefined ? [] : [`last=${goaway.lastStreamId ?? 0}`, goaway.error, goaway.debug ?? '']),
    ...(rstStream === undefined ? [] : [rstStream.error]),
  ];
}

function shortened(value: string): string {
  return value.length <= MAX_VALUE_CHARACTERS ? value : `${value.slice(0, 20)}… (${value.length})`;
}
