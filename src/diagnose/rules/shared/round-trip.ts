/** How long it takes from us to the client and back, as far as the connection has shown it. */

import type { ConnectionFacts } from '../../facts/connection.ts';

/** A client that is busy reads late what came in time. */
const MIN_ALLOWANCE_MS = 1_000;
const ROUND_TRIPS_ALLOWED = 3;

/** @returns the shortest that was seen, in milliseconds: what came sooner cannot be an answer. Undefined where none was seen */
export function leastRoundTripMs(connection: ConnectionFacts): number | undefined {
  const all = samples(connection);
  return all.length === 0 ? undefined : Math.min(...all);
}

/** @returns after so many milliseconds the client has read what the server has sent */
export function surelyReceivedMs(connection: ConnectionFacts): number {
  return Math.max(MIN_ALLOWANCE_MS, ROUND_TRIPS_ALLOWED * Math.max(0, ...samples(connection)));
}

/** Of the server's PINGs; without any, of its SETTINGS, whose ACK may have waited for its client. */
function samples({ server }: ConnectionFacts): readonly number[] {
  const { pings, settingsAt, settingsAckedAt } = server;
  if (pings.roundTripsMs.length > 0) return pings.roundTripsMs;
  return settingsAt === undefined || settingsAckedAt === undefined ? [] : [(settingsAckedAt - settingsAt) / 1_000];
}
