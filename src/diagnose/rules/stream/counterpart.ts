import type { ConnectionFacts } from '../../facts/connection.ts';
import type { StreamFacts } from '../../facts/stream.ts';

/** One call on both legs of a proxied pair. */
export interface BothLegs {
  /** Where we are the client. */
  readonly upstream: StreamFacts;
  /** Where we are the server. */
  readonly downstream: StreamFacts;
  /** The later of the two: the call is over. */
  readonly last: 'upstream' | 'downstream';
}

/** @param stream of `connection`, and ended; undefined where its call has not ended on another leg */
export function bothLegs(connection: ConnectionFacts, stream: StreamFacts): BothLegs | undefined {
  const { paired, opened } = connection;
  if (paired === undefined || paired.opened.role === opened.role) return undefined;
  const other = paired.ended.counterpart(stream);
  if (other === undefined) return undefined;
  return opened.role === 'SERVER'
    ? { upstream: other, downstream: stream, last: 'downstream' }
    : { upstream: stream, downstream: other, last: 'upstream' };
}

/** Whether `stream` lacks what its upstream has said: the hop in between has lost it. */
export function upstreamHadStatus(connection: ConnectionFacts, stream: StreamFacts): boolean {
  const legs = bothLegs(connection, stream);
  return legs?.last === 'downstream' && legs.upstream.closed?.grpcStatus !== undefined;
}
