import type { ConnectionFacts } from '../connection-facts.ts';
import type { Side } from '../trace/event.ts';
import type { TransportEnd } from '../trace/protocol-trace.ts';
import type { Clock } from './clock.ts';
import type { SpliceObserver } from './splice.ts';

/** Who keeps the bytes of connections as packets. Nothing of it throws; chunks are copied. Times are those of the clock. */
export interface PacketSink {
  opened(facts: ConnectionFacts, time: number): void;
  chunk(conn: string, from: Side, bytes: Uint8Array, time: number): void;
  closed(conn: string, end: TransportEnd, time: number): void;
}

/** `observer`, and `sink` is told of the same bytes. The connection opens now. */
export function withPackets(
  observer: SpliceObserver,
  facts: ConnectionFacts,
  sink: PacketSink,
  clock: Clock,
): SpliceObserver {
  const { id } = facts;
  sink.opened(facts, clock());
  return {
    chunk(from, chunk) {
      sink.chunk(id, from, chunk, clock());
      observer.chunk(from, chunk);
    },
    end(end) {
      sink.closed(id, end, clock());
      observer.end(end);
    },
  };
}
