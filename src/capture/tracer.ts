import { ConnectionTrace } from '../trace/connection.ts';
import type { ConnectionOpened } from '../trace/event.ts';
import { EventSource, Sequence } from '../trace/event-source.ts';
import { Http2Trace } from '../trace/http2.ts';
import type { Http2Options } from '../trace/http2-options.ts';
import type { ProtocolTrace } from '../trace/protocol-trace.ts';
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
    const trace = new ConnectionTrace(source, protocolTrace(connection, source, tracer.options));
    const recorder = new Recorder(trace, tracer.clock, tracer.publish, tracer.onBug);
    recorder.open(openedOf(connection), openedAt);
    return recorder;
  };
}

/** What the server speaks decides: its answers to a client that speaks something else are worth reading too. */
function protocolTrace({ protocol }: AcceptedConnection, source: EventSource, options: Http2Options): ProtocolTrace {
  if (protocol === undefined) return neverJoined;
  return protocol === 'http/1.1' ? new Http1Trace(source, options.isSecret) : new Http2Trace(source, options);
}

/** Of a connection that ended before any server had it: how it ended says it all. */
const neverJoined: ProtocolTrace = { receive() {}, finish: () => ({ frames: [], streams: 0 }) };

function openedOf({ facts, sniffed = 'unknown' }: AcceptedConnection): ConnectionOpened {
  const { listener, peer, local, tls, proxyProtocol } = facts;
  return {
    listener,
    role: 'SERVER',
    // RFC 9113 §3.1, as it was: "h2" is HTTP/2 over TLS, "h2c" in clear text.
    protocol: sniffed === 'h2c' && tls !== undefined ? 'h2' : sniffed,
    peer,
    local,
    ...(tls === undefined ? {} : { tls }),
    ...(proxyProtocol === undefined ? {} : { proxyProtocol }),
  };
}
