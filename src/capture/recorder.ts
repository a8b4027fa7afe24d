import type { ConnectionTrace } from '../trace/connection.ts';
import type { ConnectionOpened, Side, TraceEvent } from '../trace/event.ts';
import type { TransportEnd } from '../trace/protocol-trace.ts';
import type { Clock } from './clock.ts';
import type { SpliceObserver } from './splice.ts';

/** Takes events in the order of their `seq`. Must not throw. */
export type Publish = (events: readonly TraceEvent[]) => void;

/**
 * Feeds what a splice reports to the trace of its connection, and the events to `publish`. A bug in a decoder ends the trace of
 * this connection, and nothing else: capture may go blind, but never harms what it traces.
 */
export class Recorder implements SpliceObserver {
  private readonly trace: ConnectionTrace;
  private readonly clock: Clock;
  private readonly publish: Publish;
  private readonly onBug: (error: unknown) => void;
  private blind = false;

  constructor(trace: ConnectionTrace, clock: Clock, publish: Publish, onBug: (error: unknown) => void) {
    this.trace = trace;
    this.clock = clock;
    this.publish = publish;
    this.onBug = onBug;
  }

  open(opened: ConnectionOpened, openedAt: number): void {
    this.record(() => this.trace.open(opened, openedAt));
  }

  chunk(from: Side, chunk: Uint8Array): void {
    this.record(() => this.trace.receive(from, chunk, this.clock()));
  }

  end(end: TransportEnd): void {
    this.record(() => this.trace.close(end, this.clock()));
  }

  private record(step: () => readonly TraceEvent[]): void {
    if (this.blind) return;
    try {
      const events = step();
      if (events.length > 0) this.publish(events);
    } catch (error) {
      this.blind = true;
      this.onBug(error);
      this.publish([this.trace.lost(`a bug of ours: ${error}`, this.clock())]);
    }
  }
}
