/**
 * A connection that something on the way had forgotten, or cut, because it was idle for too long: no GOAWAY, and a round time of silence,
 * or a TCP reset in answer to the first frame behind it.
 *
 * Who asks: K6. G6 (the connection was lost) gives way where it says anything.
 */

import type { ConnectionClosed } from '../../../trace/event.ts';
import type { ConnectionFacts } from '../../facts/connection.ts';
import { type Lull, MIN_LULL_MS } from '../../facts/lull.ts';
import { endedByDeadline } from './deadline.ts';
import { endedByTimer } from './ended-by-timer.ts';
import { keepaliveTimeout } from './keepalive-timeout.ts';
import { usualTimer } from './usual-timers.ts';

export interface IdleCut {
  readonly idleMs: number;
  /** What the timer was set to, by what it looks like: where the cut came as it ran out. */
  readonly timerMs?: number;
  /** The frame that was answered with a reset, or not at all. */
  readonly lull?: Lull;
}

/** Load balancers that have forgotten a connection answer what it sends at once; a firewall may let TCP try a few times. */
const MAX_ANSWER_MS = 3_000;

/** Of what TCP could not deliver in a quarter of an hour. */
const GAVE_UP = 'ETIMEDOUT';

/** @param closed how it ended, at `time`: microseconds since the Unix epoch */
export function idleCut(connection: ConnectionFacts, closed: ConnectionClosed, time: number): IdleCut | undefined {
  if (!connection.isHttp2 || (closed.how !== 'RST' && closed.how !== 'FIN')) return undefined;
  if (connection.client.goaways.length > 0 || connection.server.goaways.length > 0) return undefined;
  if (keepaliveTimeout(connection, closed, time) !== undefined) return undefined;
  return cutAfterLull(connection, closed, time) ?? cutInSilence(connection, closed, time);
}

/** A frame that was written behind the silence met somebody who no longer knew the connection. */
function cutAfterLull(connection: ConnectionFacts, closed: ConnectionClosed, time: number): IdleCut | undefined {
  const { lull } = connection;
  if (lull === undefined || closed.how !== 'RST' || closed.endedBy === lull.from) return undefined;
  // Whoever answers is there.
  if ((connection.otherThan(lull.from).lastAt ?? 0) >= lull.endedAt) return undefined;
  const isSoon = time - lull.endedAt <= MAX_ANSWER_MS * 1_000;
  return isSoon || closed.error?.includes(GAVE_UP) === true ? { idleMs: lull.ms, lull } : undefined;
}

/** Without a word of anybody: only a time that timers are set to shows that it was one. */
function cutInSilence(connection: ConnectionFacts, closed: ConnectionClosed, time: number): IdleCut | undefined {
  const { how, openStreams } = closed;
  // Clients that have nothing to do close connections in order, at round times as well.
  if (how === 'FIN' && openStreams === 0) return undefined;
  const idleMs = (time - (connection.lastFrameAt ?? connection.openedAt)) / 1_000;
  const timerMs = usualTimer(idleMs, false) ?? 0;
  return timerMs < MIN_LULL_MS || isOfACall(connection, time) ? undefined : { idleMs, timerMs };
}

/** The deadline of a client that then exits, or a proxy with a connection for each call: S11 and S24. */
function isOfACall(connection: ConnectionFacts, time: number): boolean {
  return connection.cut.streams.some((stream) => {
    const { closed } = stream;
    if (closed === undefined) return false;
    return endedByDeadline(stream, closed) || endedByTimer(connection, stream, closed, time) !== undefined;
  });
}
