/**
 * Streams that ended after just as long as somebody's timer runs. A deadline of the client is none of those: it has a rule of its own.
 *
 * Who asks: S24; rules about the same ends give way where it says anything (resets without a cause of their own, replies of a proxy,
 * connections that are cut with a stream).
 */

import type { StreamClosed } from '../../../trace/event.ts';
import type { ConnectionFacts } from '../../facts/connection.ts';
import type { StreamFacts } from '../../facts/stream.ts';
import { endedByDeadline } from './deadline.ts';
import { proxyOf } from './proxies.ts';
import { ranOut, ranOutAsNamed, usualTimer } from './usual-timers.ts';

export interface TimerEnd {
  /** What the timer was set to, by what it looks like. */
  readonly timerMs: number;
  readonly elapsedMs: number;
  /**
   * What it measured. CALL: from the request on. SILENCE: from the last DATA or HEADERS of the stream on, as all timers of nginx do. ENVOY: from the request
   * on, and Envoy has named the value.
   */
  readonly of: 'CALL' | 'SILENCE' | 'ENVOY';
  /** "Envoy", "a proxy"; undefined where none has left its name. */
  readonly proxy: string | undefined;
}

/** Codes that timers are seen to reset with: Envoy INTERNAL_ERROR or NO_ERROR, nginx, ALB, HAProxy the others. */
const RESETS: ReadonlySet<string> = new Set(['CANCEL', 'INTERNAL_ERROR', 'PROTOCOL_ERROR', 'NO_ERROR']);

/** What Envoy writes into grpc-message or its body. */
const WORDS_OF_TIMERS: ReadonlySet<string> = new Set([
  'upstream request timeout',
  'stream timeout',
  'request timeout',
  'downstream duration timeout',
  'upstream max stream duration reached',
]);

/** gRPC: DEADLINE_EXCEEDED and UNAVAILABLE, which Envoy makes of 504. */
const TIMER_STATUS: ReadonlySet<number> = new Set([4, 14]);

/** RFC 9110 §15.5.9, §15.6.5. */
const REQUEST_TIMEOUT = 408;
const GATEWAY_TIMEOUT = 504;

/** Their timers count from one read or write to the next: none of them is about a whole call. */
const SILENCE_ONLY: ReadonlySet<string | undefined> = new Set(['nginx', 'HAProxy']);

/** @param closed how the stream ended, at `time`: microseconds since the Unix epoch */
export function endedByTimer(
  connection: ConnectionFacts,
  stream: StreamFacts,
  closed: StreamClosed,
  time: number,
): TimerEnd | undefined {
  const proxy = proxyOf(connection, stream);
  const elapsedMs = (time - stream.openedAt) / 1_000;
  if (!canBeTimer(connection, closed, proxy) || isDeadline(stream, elapsedMs)) return undefined;
  const told = Number(stream.request.envoyExpectedTimeoutMs ?? 0);
  if (told > 0 && ranOutAsNamed(elapsedMs, told)) return { timerMs: told, elapsedMs, of: 'ENVOY', proxy: 'Envoy' };
  if (endedByDeadline(stream, closed)) return undefined;
  const call = SILENCE_ONLY.has(proxy) ? undefined : like('CALL', elapsedMs, proxy);
  return better(call, like('SILENCE', silenceBeforeEnd(stream, closed, time), proxy));
}

function like(of: TimerEnd['of'], elapsedMs: number, proxy: string | undefined): TimerEnd | undefined {
  const timerMs = usualTimer(elapsedMs, proxy !== undefined);
  return timerMs === undefined ? undefined : { timerMs, elapsedMs, of, proxy };
}

/** A call of 5.96 s that was silent for 5 s met a timer of five seconds. */
function better(call: TimerEnd | undefined, silence: TimerEnd | undefined): TimerEnd | undefined {
  if (call === undefined || silence === undefined) return call ?? silence;
  if (call.timerMs === silence.timerMs) return call;
  return missedBy(silence) < missedBy(call) ? silence : call;
}

function missedBy({ timerMs, elapsedMs }: TimerEnd): number {
  return Math.abs(elapsedMs - timerMs);
}

function canBeTimer(connection: ConnectionFacts, closed: StreamClosed, proxy: string | undefined): boolean {
  const { how, httpStatus, grpcStatus, error = '', endedBy } = closed;
  // A server's NO_ERROR without trailers is a mistake of its own; Envoy as a client ends requests so.
  if (how === 'RST_STREAM') return RESETS.has(error) && (error !== 'NO_ERROR' || endedBy === 'CLIENT');
  // Clients that are stopped close connections too: only proxies do it by a timer.
  if (how === 'CONNECTION_CLOSED')
    return endedBy === 'CLIENT' && proxy !== undefined && connection.client.goaways.length === 0;
  if (httpStatus === GATEWAY_TIMEOUT || httpStatus === REQUEST_TIMEOUT) return true;
  return grpcStatus !== undefined && TIMER_STATUS.has(grpcStatus.code) && WORDS_OF_TIMERS.has(grpcStatus.message);
}

/** A client measures from when the call was made, and its cancellation takes a moment. */
function isDeadline({ timeoutMs }: StreamFacts, elapsedMs: number): boolean {
  return timeoutMs !== undefined && (elapsedMs >= timeoutMs || ranOut(elapsedMs, timeoutMs));
}

/** What a proxy answers in place of the response ends the silence: it is what came before that counts. */
function silenceBeforeEnd(stream: StreamFacts, { how }: StreamClosed, time: number): number {
  if (how === 'RST_STREAM' || how === 'CONNECTION_CLOSED') return stream.silentForMs(time);
  const lastAt = Math.max(stream.openedAt, stream.client.lastAt ?? 0);
  return ((stream.responseAt ?? time) - lastAt) / 1_000;
}
