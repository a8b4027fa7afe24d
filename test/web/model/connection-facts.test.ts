import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ConnectionClosed, ConnectionOpened } from '../../../src/trace/event.ts';
import { endFactsOf, factsOf, missingOf } from '../../../src/web/model/connection-facts.ts';
import type { SummaryJson } from '../../../src/web/source/server-json.ts';
import { otherBodies } from '../../support/events.ts';
import { OPENED } from '../../support/script.ts';

const SUMMARY: SummaryJson = {
  conn: 'c3',
  openedAt: '2026-11-21T01:42:47.123456Z',
  opened: OPENED,
  recording: 'RECORDED',
  ageMs: 192_000,
  idleMs: 5,
  clientBytes: 1_536,
  serverBytes: 12,
  streams: 1_200,
  openStreams: 2,
  frames: [
    { from: 'SERVER', type: 'DATA', count: 3 },
    { from: 'CLIENT', type: 'PING', count: 1_500 },
  ],
};

function values(opened: ConnectionOpened | undefined, summary?: SummaryJson): Record<string, string> {
  const facts = factsOf({ opened, summary, row: undefined });
  return Object.fromEntries(facts.map(({ label, value }) => [label, value]));
}

describe('what a connection is', () => {
  test('of one with TLS and a PROXY header all is told', () => {
    const body = otherBodies().find(({ kind }) => kind === 'connectionOpened');
    assert.ok(body?.kind === 'connectionOpened');
    assert.deepEqual(values(body.connectionOpened), {
      'peer, the client': '10.0.3.7:44646',
      'local, the server': '10.0.9.2:50051',
      listener: 'grpc',
      protocol: 'h2',
      'PROXY protocol': 'version 2: [2001:db8::7]:51234 → [2001:db8::1]:443',
      'other leg': 'c2',
      TLS: 'TLSv1.3, TLS_AES_256_GCM_SHA384',
      ALPN: 'h2',
      SNI: 'echo.sre',
      'client certificate': 'CN=a',
    });
  });

  test('on a connection that we opened the peer is the server', () => {
    const facts = values({ ...OPENED, role: 'CLIENT' });
    assert.equal(facts['peer, the server'], '127.0.0.1:1');
    assert.equal(facts.TLS, 'none: clear text');
  });

  test('its counts are the newest that are known', () => {
    assert.deepEqual(values(undefined, SUMMARY), {
      opened: '2026-11-21T01:42:47.123456Z',
      age: '3 min 12 s, idle 5 ms',
      streams: '2 open, 1,198 done',
      bytes: 'client 1.5 KiB, server 12 bytes',
      frames: 'client PING 1,500; server DATA 3',
    });
    assert.deepEqual(values(undefined), {});
  });
});

test('a connection of another protocol says what it began with', () => {
  const bodies = otherBodies().flatMap((body) => (body.kind === 'connectionClosed' ? [body.connectionClosed] : []));
  const closed = bodies.at(-1) as ConnectionClosed;
  assert.deepEqual(
    endFactsOf(closed).map(({ label, value }) => `${label}: ${value}`),
    [
      'error: the client spoke no HTTP/2',
      'client began with: a TLS handshake',
      'server began with: a TLS alert, number 120 of RFC 8446 §6',
      'ClientHello: SNI echo.sre, ALPN h2, http/1.1',
    ],
  );
});

test('what is not there to be drawn is said', () => {
  const whole = { eventCount: 9, hasBeginning: true, isCut: false };
  assert.deepEqual(missingOf(whole, SUMMARY), []);
  assert.match(missingOf({ ...whole, hasBeginning: false }, SUMMARY)[0] ?? '', /first events are not held/);
  assert.match(missingOf({ ...whole, isCut: true }, undefined)[0] ?? '', /newest 9 events/);
  assert.match(missingOf({ ...whole, eventCount: 0 }, undefined)[0] ?? '', /No event/);
  assert.equal(missingOf({ ...whole, eventCount: 0 }, { ...SUMMARY, recording: 'UNTRACED' }).length, 2);
});
