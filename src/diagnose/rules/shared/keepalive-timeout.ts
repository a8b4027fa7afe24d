/**
 * A connection that a side ended because its PING was not answered in time.
 *
 * Who asks: K4. G6 (the connection was lost), G3 (a GOAWAY without grace) and S6 (streams that were reset with it) give way where it says anything.
 */

import type { ConnectionClosed, Side } from '../../../trace/event.ts';
import type { ConnectionFacts } from '../../facts/connection.ts';
import type { SentPing } from '../../facts/pings.ts';

export interface KeepaliveTimeout {
  /** Who sent the PING, and ended the connection. */
  readonly pinger: Side;
  readonly ping: SentPing;
  /** How long no ACK came. */
  readonly waitedMs: number;
}

/** Nobody waits for less than a second; what is measured here may be a little less than what the pinger has waited. */
const SHORTEST_TIMEOUT_MS = 900;

/** What servers say who end a connection for it: ours does. */
const DEBUG = 'keepalive_timeout';

/** @param closed how it ended, at `time`: microseconds since the Unix epoch */
export function keepaliveTimeout(
  connection: ConnectionFacts,
  { endedBy }: ConnectionClosed,
  time: number,
): KeepaliveTimeout | undefined {
  return endedBy === undefined ? undefined : gaveUp(connection, endedBy, time);
}

/** @param pinger who ends the connection at `time` */
export function gaveUp(connection: ConnectionFacts, pinger: Side, time: number): KeepaliveTimeout | undefined {
  const { pings, goaways } = connection.side(pinger);
  // Whoever is told so may answer then, and is too late.
  const saidSo = goaways.find(({ debug }) => debug === DEBUG);
  const at = saidSo?.time ?? time;
  const ping = saidSo === undefined ? unanswered(connection, pinger) : pings.recent.findLast((each) => each.time <= at);
  if (ping === undefined) return undefined;
  const waitedMs = (at - ping.time) / 1_000;
  return waitedMs < SHORTEST_TIMEOUT_MS ? undefined : { pinger, ping, waitedMs };
}

/** @returns the PING that a side waits for the longest; none where it only measures how far away its GOAWAY has come, RFC 9113 §6.8 */
export function unanswered(connection: ConnectionFacts, pinger: Side): SentPing | undefined {
  const { pings, goaways } = connection.side(pinger);
  if (pings.outstanding.size === 0) return undefined;
  const [oldest] = pings.outstanding.values();
  const goaway = goaways[0];
  return oldest === undefined || (goaway !== undefined && goaway.time <= oldest.time) ? undefined : oldest;
}
