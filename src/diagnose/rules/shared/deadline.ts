/** A call that ended because the time had passed which its client gave it: `grpc-timeout`, gRPC PROTOCOL-HTTP2. */

import type { StreamClosed } from '../../../trace/event.ts';
import type { StreamFacts } from '../../facts/stream.ts';

/** What a client measures differs: it counts from when the call was made, and grpc-core rounds what it puts in `grpc-timeout` up. */
const TOLERANCE = 0.1;
/** A timer of a busy client, and a hop or two; but never more than half of a deadline that is short itself. */
const TOLERANCE_MS = 25;

const DEADLINE_EXCEEDED = 4;

/** What Envoy sends to its upstream when its own client has cancelled: INTERNAL_ERROR, before envoy#42269 NO_ERROR. */
const OF_PROXIES: ReadonlySet<string> = new Set(['NO_ERROR', 'INTERNAL_ERROR']);

/**
 * Who asks: S11; rules about cancellations, connections that are lost and timers of proxies give way where it says yes. A client that
 * is a command ends with its call, and may close the connection in place of RST_STREAM.
 */
export function endedByDeadline({ timeoutMs }: StreamFacts, closed: StreamClosed): boolean {
  if (timeoutMs === undefined || !canBeDeadline(closed)) return false;
  const tolerance = Math.min(Math.max(timeoutMs * TOLERANCE, TOLERANCE_MS), timeoutMs / 2);
  return closed.durationMs >= timeoutMs - tolerance;
}

function canBeDeadline({ how, endedBy, error, grpcStatus }: StreamClosed): boolean {
  if (how === 'CONNECTION_CLOSED') return endedBy === 'CLIENT';
  // A server that counts the deadline too may be the first to see it.
  if (how === 'RST_STREAM') return error === 'CANCEL' || (endedBy === 'CLIENT' && OF_PROXIES.has(error ?? ''));
  return grpcStatus?.code === DEADLINE_EXCEEDED;
}
