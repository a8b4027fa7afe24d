/**
 * Streams beyond what the server allows at once: RFC 9113 §5.1.2.
 *
 * Who asks: L3. Rules about refused streams, and about the GOAWAY of a server, give way where it says anything.
 */

import type { ConnectionFacts } from '../../facts/connection.ts';
import type { StreamFacts } from '../../facts/stream.ts';

/** RFC 9113 §6.5.2. */
const MAX_CONCURRENT_STREAMS = 3;

export interface OverLimit {
  readonly stream: StreamFacts;
  readonly limit: number;
  /** How many were open when it began, itself included. */
  readonly open: number;
  /** The client had acknowledged the limit before. */
  readonly wasKnown: boolean;
}

/** @returns undefined where this stream was within the limit */
export function overConcurrency(connection: ConnectionFacts, stream: StreamFacts): OverLimit | undefined {
  const { server } = connection;
  const limit = server.settings.get(MAX_CONCURRENT_STREAMS);
  if (limit === undefined || stream.openWith <= limit) return undefined;
  const wasKnown = server.settingsAckedAt !== undefined && server.settingsAckedAt <= stream.openedAt;
  return { stream, limit, open: stream.openWith, wasKnown };
}

/** Whether the stream that the client began last was beyond the limit: what a GOAWAY behind it is about. */
export function newestIsOverConcurrency(connection: ConnectionFacts): OverLimit | undefined {
  const newest = connection.streams.get(connection.highestStreamId);
  return newest === undefined ? undefined : overConcurrency(connection, newest);
}
