import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ConnectionTrace } from '../../src/trace/connection.ts';
import type { ConnectionOpened } from '../../src/trace/event.ts';
import { EventSource, Sequence } from '../../src/trace/event-source.ts';
import type { ProtocolSummary, ProtocolTrace, TransportEnd } from '../../src/trace/protocol-trace.ts';
import { assertTranscript } from '../support/transcript.ts';

const OPENED: ConnectionOpened = {
  listener: 'grpc',
  role: 'SERVER',
  protocol: 'h2c',
  peer: { address: '127.0.0.1', port: 40_000 },
  local: { address: '127.0.0.1', port: 50_051 },
};

const NOTHING_OPEN = {
  count: () => ({ streams: 0, openStreams: 0, frames: [] }),
  streams: () => [],
  http2State: () => undefined,
};

/** A protocol that reads nothing, and ends as `summary` says. */
function silent(summary: Partial<ProtocolSummary>): ProtocolTrace {
  return { receive: () => undefined, finish: () => ({ stage: 'IDLE', ...summary }), ...NOTHING_OPEN };
}

function closed(end: TransportEnd, summary: Partial<ProtocolSummary> = {}) {
  const trace = new ConnectionTrace(new EventSource(new Sequence(), 'c7', 1000), silent(summary), OPENED, 1000);
  const events = [...trace.open(), ...trace.receive('CLIENT', new Uint8Array(3), 2000)];
  events.push(...trace.receive('SERVER', new Uint8Array(5), 3000), ...trace.close(end, 4500));
  return events;
}

describe('the events of a connection', () => {
  test('begin with its opening and end with its closing, which counts bytes and time', () => {
    const events = closed({ how: 'FIN', endedBy: 'SERVER' });
    assertTranscript(events)`
      1 connectionOpened
      2 connection closed FIN by SERVER at IDLE INFRASTRUCTURE 0 streams 3/5 bytes 3.5 ms
    `;
    assert.deepEqual(events[0], {
      seq: 1,
      time: 1000,
      offsetMs: 0,
      conn: 'c7',
      kind: 'connectionOpened',
      connectionOpened: OPENED,
    });
  });

  test('a FIN behind a GOAWAY is the GOAWAY of who announced it; an RST is not', () => {
    const goaway = { from: 'CLIENT', error: 'NO_ERROR' } as const;
    assertTranscript(closed({ how: 'FIN', endedBy: 'SERVER' }, { goaway }).slice(1))`
      2 connection closed GOAWAY by CLIENT at IDLE APPLICATION 0 streams 3/5 bytes 3.5 ms
    `;
    assertTranscript(closed({ how: 'RST', endedBy: 'SERVER' }, { goaway }).slice(1))`
      2 connection closed RST by SERVER at IDLE APPLICATION 0 streams 3/5 bytes 3.5 ms
    `;
  });

  test('tell all that went wrong, the transport first', () => {
    assertTranscript(closed({ how: 'LOCAL', error: 'idle' }, { error: 'cut' }).slice(1))`
      2 connection closed LOCAL by us at IDLE INFRASTRUCTURE (idle; cut) 0 streams 3/5 bytes 3.5 ms
    `;
  });

  test('that can no longer be read are bytes from then on, and an end', () => {
    const broken = () => assert.fail('read on');
    const protocol = { ...silent({}), receive: broken, finish: broken };
    const trace = new ConnectionTrace(new EventSource(new Sequence(), 'c7', 0), protocol, OPENED, 0);
    const blind = trace.goBlind('a bug of ours', 0);
    const rest = trace.receive('CLIENT', Buffer.from('abc'), 1_000);
    assertTranscript([...blind, ...rest, ...trace.close({ how: 'FIN', endedBy: 'CLIENT' }, 2_000)])`
      1 LOST a bug of ours
      2 connection closed FIN by CLIENT at IDLE UNKNOWN 0 streams 3/0 bytes 2 ms
    `;
  });

  test('that can no longer be read have the stage of when they could, and an origin that nobody knows, unless it is ours', () => {
    const end = (how: TransportEnd) => {
      const count = () => ({ streams: 2, openStreams: 1, frames: [] });
      const trace = new ConnectionTrace(new EventSource(new Sequence(), 'c7', 0), { ...silent({}), count }, OPENED, 0);
      trace.goBlind('a bug of ours', 0);
      return trace.close(how, 2_000);
    };
    assertTranscript(end({ how: 'RST', endedBy: 'CLIENT' }))`
      2 connection closed RST by CLIENT at ACTIVE UNKNOWN 1 open 2 streams 0/0 bytes 2 ms
    `;
    assertTranscript(end({ how: 'LOCAL' }))`
      2 connection closed LOCAL by us at ACTIVE INFRASTRUCTURE 1 open 2 streams 0/0 bytes 2 ms
    `;
  });

  test('have what the transport and the protocol know of their first bytes', () => {
    const firstBytes = [{ from: 'CLIENT', looksLike: 'TLS_HANDSHAKE' }] as const;
    const clientHello = { sni: 'a', alpn: ['h2'] };
    assertTranscript(closed({ how: 'FIN', endedBy: 'CLIENT', clientHello }).slice(1))`
      2 connection closed FIN by CLIENT at IDLE APPLICATION 0 streams 3/5 bytes 3.5 ms hello sni=a alpn=h2
    `;
    assertTranscript(closed({ how: 'FIN', endedBy: 'CLIENT' }, { stage: 'OPENING', firstBytes, clientHello }).slice(1))`
      2 connection closed FIN by CLIENT at OPENING INFRASTRUCTURE 0 streams 3/5 bytes 3.5 ms began with CLIENT TLS_HANDSHAKE hello sni=a alpn=h2
    `;
  });
});
