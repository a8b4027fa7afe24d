import { ConnectionTrace } from '../trace/connection.ts';
import type { ConnectionOpened } from '../trace/event.ts';
import { EventSource, type Sequence } from '../trace/event-source.ts';
import { Http2Trace } from '../trace/http2.ts';
import type { Http2Options } from '../trace/http2-options.ts';
import type { ProtocolTrace } from '../trace/protocol-trace.ts';
import type { Connections, WatchedConnection } from './connections.ts';
import type { AcceptedConnection } from './front.ts';
import { Http1Trace } from './http1-trace.ts';
import { Recorder, type RecorderOptions } from './recorder.ts';
import type { Recording } from './recording.ts';
import type { SpliceObserver } from './splice.ts';
import { UntracedConnection } from './untraced-connection.ts';

export interface TracerOptions extends RecorderOptions {
  /** All their events are numbered by it. */
  readonly sequence: Sequence;
  readonly recording: Recording;
  readonly connections: Connections;
}

/** @returns makes the trace of each connection that it is told of */
export function createTracer(tracer: TracerOptions): (connection: AcceptedConnection) => SpliceObserver {
  const { recording, connections } = tracer;
  return (connection) => {
    const { id } = connection.facts;
    const isRead = recording.settings.trace !== 'off';
    return connections.add(id, isRead ? traced(connection, tracer) : untraced(connection, tracer));
  };
}

function traced(connection: AcceptedConnection, tracer: TracerOptions): WatchedConnection {
  const { recording, sequence } = tracer;
  const { id, listener } = connection.facts;
  const openedAt = tracer.clock();
  const source = new EventSource(sequence, id, openedAt);
  const protocol = protocolTrace(connection, source, recording.options);
  const trace = new ConnectionTrace(source, protocol, openedOf(connection), openedAt);
  // Who looks at a server is not its traffic.
  const options = listener === 'admin' ? { ...tracer, diagnosis: undefined } : tracer;
  const recorder = new Recorder(trace, source, recording.gateOf(id, listener), options);
  recorder.open();
  return recorder;
}

function untraced(connection: AcceptedConnection, { clock }: TracerOptions): WatchedConnection {
  return new UntracedConnection(connection.facts.id, openedOf(connection), clock(), clock);
}

/** What the server speaks decides: its answers to a client that speaks something else are worth reading too. */
function protocolTrace(
  { protocol, sniffed }: AcceptedConnection,
  source: EventSource,
  options: Http2Options,
): ProtocolTrace {
  if (protocol === undefined) return sniffed === 'tls' ? FAILED_HANDSHAKE : REFUSED_HEADER;
  return protocol === 'http/1.1' ? new Http1Trace(source, options) : new Http2Trace(source, options);
}

/** Of a connection that ended before any server had it: how it ended says it all. */
function neverJoined(reason: string): ProtocolTrace {
  return {
    receive() {},
    finish: () => ({ stage: 'OPENING', verdict: { origin: 'INFRASTRUCTURE', reason } }),
    count: () => ({ streams: 0, openStreams: 0, frames: [] }),
    streams: () => [],
    http2State: () => undefined,
  };
}

const FAILED_HANDSHAKE = neverJoined(
  'it ended within the TLS handshake: certificates, versions and names of ALPN are configuration',
);
const REFUSED_HEADER = neverJoined(
  'it ended within the PROXY protocol header: what is in front of us sends it, or not',
);

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
