import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Connections } from '../../src/capture/connections.ts';
import type { AcceptedConnection } from '../../src/capture/front.ts';
import { Recording } from '../../src/capture/recording.ts';
import { createTracer } from '../../src/capture/tracer.ts';
import type { ConnectionFacts } from '../../src/connection-facts.ts';
import { Redaction, redactNothing } from '../../src/redaction.ts';
import type { TraceEvent } from '../../src/trace/event.ts';
import { Sequence } from '../../src/trace/event-source.ts';
import { noMessageTypes } from '../../src/trace/message.ts';
import type { RecordingSettings } from '../../src/trace/recording.ts';
import { frames, join, PREFACE } from '../support/frames.ts';

const FACTS: ConnectionFacts = {
  id: 'c1',
  listener: 'grpc',
  peer: { address: '198.51.100.7', port: 40_001 },
  local: { address: '203.0.113.1', port: 50_051 },
  openedAt: 0,
};

const SETTINGS: RecordingSettings = {
  trace: 'on',
  listenersOff: [],
  sampleOneIn: 1,
  connections: {},
  payloadBytes: 16,
  redactHeaders: [],
};

interface Tracing {
  readonly events: TraceEvent[];
  readonly trace: ReturnType<typeof createTracer>;
  readonly recording: Recording;
  readonly connections: Connections;
}

function tracing(settings: Partial<RecordingSettings> = {}): Tracing {
  const events: TraceEvent[] = [];
  let time = 1_700_000_000_000_000;
  const clock = () => {
    time += 500;
    return time;
  };
  const recording = new Recording({ ...SETTINGS, ...settings }, new Redaction(redactNothing), noMessageTypes);
  const connections = new Connections(clock, (conn) => recording.closed(conn));
  const trace = createTracer({
    clock,
    sequence: new Sequence(),
    recording,
    connections,
    record: (some) => events.push(...some),
    observe() {},
    onBug: assert.ifError,
  });
  return { events, trace, recording, connections };
}

function accepted(parts: Partial<AcceptedConnection> = {}): AcceptedConnection {
  return { facts: FACTS, sniffed: 'h2c', protocol: 'grpc', ...parts };
}

describe('createTracer', () => {
  test('opens each connection with its facts, at its own time 0', () => {
    const { events, trace } = tracing();
    trace(accepted());
    trace(accepted({ facts: { ...FACTS, id: 'c2' }, sniffed: undefined }));
    const { peer, local } = FACTS;
    assert.deepEqual(events[0], {
      seq: 1,
      time: 1_700_000_000_000_500,
      offsetMs: 0,
      conn: 'c1',
      kind: 'connectionOpened',
      connectionOpened: { listener: 'grpc', role: 'SERVER', protocol: 'h2c', peer, local },
    });
    const second = events[1];
    assert.ok(second?.kind === 'connectionOpened');
    assert.deepEqual([second.seq, second.conn, second.offsetMs], [2, 'c2', 0]);
    assert.equal(second.connectionOpened.protocol, 'unknown');
  });

  test('numbers the events of all connections together, without gaps', () => {
    const { events, trace } = tracing();
    const first = trace(accepted());
    const second = trace(accepted({ facts: { ...FACTS, id: 'c2' } }));
    for (const observer of [first, second, first]) observer.chunk('CLIENT', join(PREFACE, frames.settings()));
    second.end({ endedBy: 'CLIENT', how: 'FIN' });
    assert.deepEqual(
      events.map(({ seq }) => seq),
      events.map((_event, n) => n + 1),
    );
    assert.equal(events.at(-1)?.conn, 'c2');
  });

  test('what the server speaks decides how it is read', () => {
    const { events, trace } = tracing();
    trace(accepted({ protocol: 'http/1.1', sniffed: 'http/1.1' })).chunk(
      'CLIENT',
      Buffer.from('GET / HTTP/1.1\r\n\r\n'),
    );
    trace(accepted({ protocol: 'h2c' })).chunk('CLIENT', join(PREFACE, frames.settings()));
    trace(accepted({ protocol: 'grpc', sniffed: 'tls' })).chunk('SERVER', frames.settings());
    assert.deepEqual(
      events.map(({ kind }) => kind),
      ['connectionOpened', 'http1', 'http1', 'connectionOpened', 'frame', 'connectionOpened', 'frame'],
    );
  });

  test('RFC 9113 §3.1: HTTP/2 is h2 over TLS and h2c in clear text; what came in front is told', () => {
    const { events, trace } = tracing();
    const tls = { version: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384', alpn: 'h2' };
    const proxyProtocol = { version: 2, source: FACTS.peer, destination: FACTS.local };
    trace(accepted({ facts: { ...FACTS, tls, proxyProtocol } }));
    const opened = events[0];
    assert.ok(opened?.kind === 'connectionOpened');
    const { protocol, ...told } = opened.connectionOpened;
    assert.deepEqual([protocol, told.tls, told.proxyProtocol], ['h2', tls, proxyProtocol]);
  });

  test('of a connection that no server had, the end says it all', () => {
    const { events, trace } = tracing();
    const observer = trace(accepted({ sniffed: 'tls', protocol: undefined }));
    observer.end({ how: 'LOCAL', error: 'TLS handshake: no' });
    const [opened, closed, ...more] = events;
    assert.ok(opened?.kind === 'connectionOpened' && closed?.kind === 'connectionClosed');
    assert.equal(opened.connectionOpened.protocol, 'tls');
    assert.deepEqual([closed.connectionClosed.how, closed.connectionClosed.error], ['LOCAL', 'TLS handshake: no']);
    assert.deepEqual(more, []);
  });

  test('and who gave up a handshake or a PROXY header: a matter of configuration', () => {
    const { events, trace } = tracing();
    for (const sniffed of ['tls', undefined] as const) {
      trace(accepted({ sniffed, protocol: undefined })).end({ endedBy: 'CLIENT', how: 'FIN', error: 'no' });
    }
    const ends = events.flatMap((event) => (event.kind === 'connectionClosed' ? [event.connectionClosed] : []));
    assert.deepEqual(
      ends.map(({ stage, origin, originReason }) => `${stage} ${origin} ${/TLS|PROXY/.exec(originReason)?.[0]}`),
      ['OPENING INFRASTRUCTURE TLS', 'OPENING INFRASTRUCTURE PROXY'],
    );
  });
});
