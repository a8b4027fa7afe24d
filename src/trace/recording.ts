/** Which connections are recorded: the switches that people have while the server runs. */

import type { ListenerName } from './event.ts';

/**
 * `on`: recorded. `paused`: read, so that it can be recorded from the next frame on, but not recorded. `off`: connections that are
 * accepted now are not even read, which costs nothing, and can never be recorded.
 */
export type TraceSwitch = 'on' | 'paused' | 'off';

export const TRACE_SWITCHES: readonly TraceSwitch[] = ['on', 'paused', 'off'];

/** Previews are kept in memory for each DATA frame and message: past this, a packet capture is the better tool. */
export const MAX_PAYLOAD_BYTES = 1024 * 1024;

/** With more, a replica under load records a connection a day. */
export const MAX_SAMPLE = 1_000_000;

/** Each field of each request is looked up among them; more are a list that nobody reads. */
export const MAX_REDACTED_NAMES = 100;

/** RFC 9110 §5.6.2. Longer names are cut off by most servers. */
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,256}$/;

/** Of a connection, as `conn` of its events has it. */
export const CONNECTION_ID = /^c[1-9]\d{0,15}$/;

export function isHeaderName(text: string): boolean {
  return HEADER_NAME.test(text);
}

export interface RecordingSettings {
  readonly trace: TraceSwitch;
  /** What comes to these listeners is not recorded. */
  readonly listenersOff: readonly ListenerName[];
  /** One connection in so many is recorded: c1, c(n + 1), c(2n + 1), … */
  readonly sampleOneIn: number;
  /** Whatever the other switches say: recorded or not, by id. */
  readonly connections: Readonly<Record<string, boolean>>;
  /** How much is kept of each DATA frame and message. */
  readonly payloadBytes: number;
  /** Names of header fields, in lower case, whose values are hidden as well as those that always are. */
  readonly redactHeaders: readonly string[];
}

/** @param conn "c1", "c2", … */
export function isRecorded(settings: RecordingSettings, conn: string, listener: ListenerName): boolean {
  const chosen = settings.connections[conn];
  if (chosen !== undefined) return chosen;
  if (settings.trace !== 'on' || settings.listenersOff.includes(listener)) return false;
  return (Number(conn.slice(1)) - 1) % settings.sampleOneIn === 0;
}
