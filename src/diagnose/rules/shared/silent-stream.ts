/**
 * A stream that was reset by a timer of silence: for a round time it had no HEADERS or DATA of its own, whatever else its connection
 * carried. PINGs keep connections, and no such timer counts them.
 *
 * Who asks: K7. S24 (the time of a whole call), S9 and S11 (resets) give way where it says anything.
 */

import type { StreamClosed } from '../../../trace/event.ts';
import type { ConnectionFacts } from '../../facts/connection.ts';
import type { StreamFacts } from '../../facts/stream.ts';
import { endedByTimer } from './ended-by-timer.ts';
import { usualTimer } from './usual-timers.ts';
import { waitedAtWindow } from './window-stall.ts';

export interface SilentStream {
  /** What the timer was set to, by what it looks like. */
  readonly timerMs: number;
  readonly silentMs: number;
  /** "Envoy", "a proxy"; undefined where none has left its name. */
  readonly proxy: string | undefined;
}

/** People who cancel wait for some seconds, at times for just five or ten. */
const MIN_TIMER_OF_CANCEL_MS = 15_000;

/** @param closed how the stream ended, at `time`: microseconds since the Unix epoch */
export function silentStream(
  connection: ConnectionFacts,
  stream: StreamFacts,
  closed: StreamClosed,
  time: number,
): SilentStream | undefined {
  // A unary call is silent from its request on, so that its silence is the time of the call: S24.
  if (closed.how !== 'RST_STREAM' || closed.stage === 'WAITING') return undefined;
  const ended = endedByTimer(connection, stream, closed, time);
  // What Envoy has named is no timer of silence.
  if (ended === undefined || ended.of === 'ENVOY') return undefined;
  const { proxy } = ended;
  const silentMs = stream.silentForMs(time);
  const timerMs = usualTimer(silentMs, proxy !== undefined);
  if (timerMs === undefined || isByHand(closed, timerMs, proxy)) return undefined;
  // Who waits for credit is silent because of it: L4 to L7.
  if (waitedAtWindow(connection, stream, time)) return undefined;
  return { timerMs, silentMs, proxy };
}

function isByHand({ endedBy, error }: StreamClosed, timerMs: number, proxy: string | undefined): boolean {
  const isCancelled = endedBy === 'CLIENT' && error === 'CANCEL' && proxy === undefined;
  return isCancelled && timerMs < MIN_TIMER_OF_CANCEL_MS;
}
