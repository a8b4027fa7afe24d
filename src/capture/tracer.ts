import { ConnectionTrace } from '../trace/connection.ts';
import type { ConnectionOpened } from '../trace/event.ts';
import { EventSource, Sequence } from '../trace/event-source.ts';
import { Http2Trace } from '../trace/http2.ts';
import type { Http2Options } from '../trace/http2-options.ts';
import type { Clock } from './clock.ts';
import type { AcceptedConnection } from './front.ts';
import { Http1Trace } from './http1-trace.ts';
import { type Publish, Recorder } from './recorder.ts';
import type { SpliceObserver } from './splice.ts';

export interface TracerOptions {
  readonly clock: Clock;
  readonly options: Http2Options;
  readonly publish: Publish;
  readonly onBug: (error: unknown) => void;
}

/** @returns makes the trace of each connection that it is told of; all their events are numbered together */
export function createTracer(tracer: TracerOptions): (connection: AcceptedConnection) => SpliceObserver {
  const sequence = new Sequence();
  return (connection) => {
    const openedAt = tracer.clock();
    const source = new EventSource(sequence, connection.facts.id, openedAt);
    // What the server speaks decides: its answers to a client that speaks something else are worth reading too.
    const protocol =
      connection.protocol === 'http/1.1'
        ? new Http1Trace(source, tracer.options.isSecret)
        : new Http2Trace(source, tracer.options);
    const trace = new ConnectionTrace(source, protocol);
    const recorder = new Recorder(trace, tracer.clock, tracer.publish, tracer.onBug);
    recorder.open(openedOf(connection), openedAt);
    return recorder;
  };
}

function openedOf({ facts, sniffed }: AcceptedConnection): ConnectionOpened {
  const { listener, peer, local } = facts;
  return { listener, role: 'SERVER', protocol: sniffed ?? 'unknown', peer, local };
}
