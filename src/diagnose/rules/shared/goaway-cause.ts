/**
 * What a GOAWAY with an error is about: one answer for each, so that one rule speaks of it. Who asks: K1, C5, C6, G4, G7 to G11,
 * L3, and G6, which is silent about connections that a GOAWAY has explained.
 */

import type { Side } from '../../../trace/event.ts';
import type { ConnectionFacts } from '../../facts/connection.ts';
import { LONG_LIST_BYTES } from '../../facts/header-blocks.ts';
import { RESET_BURST } from '../../facts/reset-budget.ts';
import type { SideFacts } from '../../facts/side.ts';
import type { FrameEvent } from '../../rule.ts';
import { isCreditMistake } from './credit-mistake.ts';
import { newestIsOverConcurrency } from './over-concurrency.ts';

export type GoawayCause =
  /** K1 */
  | 'TOO_MANY_PINGS'
  /** The other side speaks no HTTP/2: C1 to C4. */
  | 'NO_HTTP2'
  /** C5 */
  | 'SETTINGS_TIMEOUT'
  /** C6 */
  | 'FIRST_FRAME'
  /** The end of a grace period, behind a GOAWAY without an error: G4. */
  | 'GRACE_OVER'
  /** G7 */
  | 'RESETS'
  /** More streams than the server allows: L3. */
  | 'STREAM_LIMIT'
  /** Credit that no window can take: L9. */
  | 'CREDIT'
  /** G8 */
  | 'CALM'
  /** G9 */
  | 'LONG_HEADERS'
  /** G10 */
  | 'HPACK'
  /** G11 */
  | 'OTHER';

/** RFC 9113 §7. */
export const NO_ERROR = 0;
const PROTOCOL_ERROR = 1;
const INTERNAL_ERROR = 2;
const SETTINGS_TIMEOUT = 4;
const CANCEL = 8;
export const COMPRESSION_ERROR = 9;
const ENHANCE_YOUR_CALM = 11;

/** RFC 9113 §6.5.2. */
const HEADER_TABLE_SIZE = 1;

/** Of nghttp2's budget: our clock and its second differ, and it counts resets that it has caused itself. */
const RESETS_LEFT_AT_MOST = RESET_BURST / 10;

/** Of a server that says no more than "calm": half of what Netty lets pass. */
const MANY_RESETS = 100;

/** A block that is older was accepted. */
const BLOCK_SECONDS = 5;

/** `NGHTTP2_DEFAULT_MAX_CONTINUATIONS`. */
export const NGHTTP2_CONTINUATIONS = 8;

/** @returns undefined where it is no error, or another came before: the first is the one to explain */
export function goawayCause(connection: ConnectionFacts, { time, frame }: FrameEvent): GoawayCause | undefined {
  const { from, goaway } = frame;
  if (goaway === undefined || goaway.errorCode === NO_ERROR || errors(connection) > 1) return undefined;
  const { errorCode, debug } = goaway;
  const other = connection.otherThan(from);
  if (debug === 'too_many_pings') return 'TOO_MANY_PINGS';
  if (other.frames === 0) return 'NO_HTTP2';
  if (errorCode === SETTINGS_TIMEOUT) return 'SETTINGS_TIMEOUT';
  if (errorCode === CANCEL && isDraining(connection.side(from))) return 'GRACE_OVER';
  if (isAboutResets(other, errorCode, debug, time)) return 'RESETS';
  if (isAboutStreamLimit(connection, from, errorCode)) return 'STREAM_LIMIT';
  if (isAboutCredit(other, errorCode)) return 'CREDIT';
  if (errorCode === COMPRESSION_ERROR && isDesynchronised(other)) return 'HPACK';
  if (isAboutLongHeaders(other, errorCode, time)) return 'LONG_HEADERS';
  if (errorCode === COMPRESSION_ERROR && mayHaveMissedUpdate(connection.side(from))) return 'HPACK';
  if (errorCode === ENHANCE_YOUR_CALM) return 'CALM';
  return beganWithout(other) ? 'FIRST_FRAME' : 'OTHER';
}

/** Whether either side has ended the connection with an error: whatever happens afterwards is its consequence. */
export function hasFailed(connection: ConnectionFacts): boolean {
  return errors(connection) > 0;
}

/** Whether it began with another frame than SETTINGS: RFC 9113 §3.4, as the trace says it. */
export function beganWithout({ violations }: SideFacts): boolean {
  return violations.first[0]?.spec === 'RFC 9113 §3.4';
}

/** It has said that it takes no more streams, without an error. */
function isDraining({ goaways }: SideFacts): boolean {
  return goaways.some(({ errorCode }) => errorCode === NO_ERROR);
}

function errors({ client, server }: ConnectionFacts): number {
  const all = [...client.goaways, ...server.goaways];
  return all.filter(({ errorCode }) => errorCode !== NO_ERROR).length;
}

/** nghttp2 says INTERNAL_ERROR and nothing else; Netty, Go and others ask for calm. */
function isAboutResets({ from, resetBudget }: SideFacts, errorCode: number, debug: string, time: number): boolean {
  if (from !== 'CLIENT') return false;
  if (errorCode === INTERNAL_ERROR) return debug === '' && resetBudget.left <= RESETS_LEFT_AT_MOST;
  if (errorCode !== ENHANCE_YOUR_CALM) return false;
  return /rst|reset/i.test(debug) || resetBudget.recent(time) >= MANY_RESETS;
}

/** What servers end connections with that have a stream too many; nghttp2 says INTERNAL_ERROR. */
function isAboutStreamLimit(connection: ConnectionFacts, from: Side, errorCode: number): boolean {
  if (from !== 'SERVER' || (errorCode !== PROTOCOL_ERROR && errorCode !== INTERNAL_ERROR)) return false;
  return newestIsOverConcurrency(connection) !== undefined;
}

function isAboutCredit({ violations }: SideFacts, errorCode: number): boolean {
  const first = violations.of(errorCode);
  return first !== undefined && isCreditMistake(first.type, first);
}

/** Too long for nghttp2's decoder, which calls it an error of compression; or in too many pieces. */
function isAboutLongHeaders({ blocks: { long } }: SideFacts, errorCode: number, time: number): boolean {
  if (long === undefined || time - long.time > BLOCK_SECONDS * 1_000_000) return false;
  if (long.continuations > NGHTTP2_CONTINUATIONS) return true;
  return errorCode === COMPRESSION_ERROR && (long.listSize ?? long.bytes) > LONG_LIST_BYTES;
}

/** Our own decoder could not read it either. */
function isDesynchronised({ violations }: SideFacts): boolean {
  return violations.of(COMPRESSION_ERROR) !== undefined;
}

/** It has announced a smaller table than the one that both begin with, and the other side has to say so: RFC 7541 §4.2. */
function mayHaveMissedUpdate({ settings }: SideFacts): boolean {
  const size = settings.get(HEADER_TABLE_SIZE);
  return size !== undefined && size < DEFAULT_TABLE_BYTES;
}

const DEFAULT_TABLE_BYTES = 4_096;
