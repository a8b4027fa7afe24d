import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ConnectionClosed } from '../../../src/trace/event.ts';
import { endingOf } from '../../../src/web/model/connection-life.ts';
import {
  FIRST_SORTING,
  MAX_ROWS,
  matching,
  protocolText,
  SHOWS,
  shownRows,
  sortedBy,
} from '../../../src/web/model/connection-rows.ts';
import type { ConnectionRow } from '../../../src/web/state/state.ts';
import { OPENED } from '../../support/script.ts';

const CLOSED: ConnectionClosed = {
  endedBy: 'CLIENT',
  how: 'FIN',
  frames: [],
  streams: 1,
  clientBytes: 1,
  serverBytes: 1,
  ageMs: 1,
  stage: 'IDLE',
  openStreams: 0,
  origin: 'APPLICATION',
  originReason: 'closed while idle',
};

function row(conn: string, parts: Partial<ConnectionRow> = {}): ConnectionRow {
  const counts = { streams: 0, openStreams: 0, clientBytes: 0, serverBytes: 0, ageMs: 0 };
  return { conn, opened: OPENED, openedAt: 0, closed: undefined, idleMs: undefined, ...counts, ...parts };
}

const names = (rows: readonly ConnectionRow[]) => rows.map(({ conn }) => conn);

describe('the table of connections', () => {
  const some = [
    row('c9'),
    row('c10', { closed: CLOSED, ageMs: 900 }),
    row('c11', { ageMs: 5 }),
    row('c2', { ageMs: 70 }),
  ];

  test('has open ones first, and then the newest', () => {
    assert.deepEqual(names(shownRows(some, FIRST_SORTING).rows), ['c11', 'c9', 'c2', 'c10']);
  });

  test('is sorted by what was asked for, open ones first all the same', () => {
    assert.deepEqual(names(shownRows(some, { by: 'age', descending: true }).rows), ['c2', 'c11', 'c9', 'c10']);
    assert.deepEqual(names(shownRows(some, { by: 'age', descending: false }).rows), ['c9', 'c11', 'c2', 'c10']);
  });

  test('another column begins with the largest or with A, the same one is turned round', () => {
    assert.deepEqual(sortedBy(FIRST_SORTING, 'streams'), { by: 'streams', descending: true });
    assert.deepEqual(sortedBy(FIRST_SORTING, 'peer'), { by: 'peer', descending: false });
    assert.deepEqual(sortedBy(FIRST_SORTING, 'conn'), { by: 'conn', descending: false });
  });

  test('is bounded, and shows the selected one', () => {
    const many = Array.from({ length: MAX_ROWS + 5 }, (_, n) => row(`c${n + 1}`));
    const { rows, leftOut } = shownRows(many, FIRST_SORTING, 'c1');
    assert.deepEqual([rows.length, leftOut, rows.at(-1)?.conn], [MAX_ROWS + 1, 4, 'c1']);
  });

  test('sorts connections of which nothing is known', () => {
    const unknown = row('', { opened: undefined });
    for (const by of ['conn', 'peer', 'listener', 'protocol', 'idle', 'end'] as const) {
      assert.equal(shownRows([unknown, ...some], { by, descending: false }).rows.length, 5);
    }
  });
});

test('connections to the admin port are shown where all are asked for, and only there', () => {
  const admin = { ...OPENED, listener: 'admin' as const };
  const some = [
    row('c1', { opened: admin }),
    row('c2', { opened: admin, closed: { ...CLOSED, error: 'spoke no HTTP' } }),
    row('c3', { closed: { ...CLOSED, how: 'RST', openStreams: 1 } }),
    row('c4', { closed: CLOSED }),
    row('c5', { opened: undefined }),
  ];
  assert.deepEqual(
    SHOWS.map((show) => [show, ...names(matching(some, show))]),
    [
      ['all', 'c1', 'c2', 'c3', 'c4', 'c5'],
      ['traffic', 'c3', 'c4', 'c5'],
      ['open', 'c5'],
      ['failed', 'c3'],
    ],
  );
});

test('the protocol is told with its TLS', () => {
  assert.equal(protocolText(row('c1')), 'h2c');
  const tls = { version: 'TLSv1.3', alpn: 'h2' };
  assert.equal(protocolText(row('c1', { opened: { ...OPENED, protocol: 'h2', tls } })), 'h2 · TLSv1.3');
  const odd = { ...OPENED, protocol: 'http/1.1' as const, tls };
  assert.equal(protocolText(row('c1', { opened: odd })), 'http/1.1 · TLSv1.3 · ALPN h2');
  assert.equal(protocolText(row('c1', { opened: undefined })), '');
});

test('how a connection ended is said in words and with a tone', () => {
  const ends: readonly [Partial<ConnectionClosed>, string, string][] = [
    [{}, 'FIN by client', 'good'],
    [{ how: 'GOAWAY', endedBy: 'SERVER' }, 'GOAWAY by server', 'good'],
    [{ how: 'RST' }, 'RST by client', 'warning'],
    [{ how: 'RST', openStreams: 2 }, 'RST by client, 2 streams cut', 'error'],
    [{ stage: 'OPENING', error: 'the client spoke no HTTP/2' }, 'FIN by client', 'error'],
  ];
  for (const [parts, text, tone] of ends) assert.deepEqual(endingOf({ ...CLOSED, ...parts }), { text, tone });
  const { endedBy: _, ...byUs } = CLOSED;
  assert.deepEqual(endingOf({ ...byUs, how: 'LOCAL' }), { text: 'cut by us', tone: 'good' });
  assert.deepEqual(endingOf(undefined), { text: 'open', tone: 'open' });
});
