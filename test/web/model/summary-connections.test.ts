import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MAX_CONNECTIONS, withConnectionNews } from '../../../src/web/model/summary-connections.ts';
import type { ConnectionNews } from '../../../src/web/model/summary-streams.ts';
import type { ConnectionRow } from '../../../src/web/state/state.ts';
import { START } from '../../support/events.ts';
import { callEvents } from './summary-support.ts';

const told = (rows: readonly ConnectionRow[], ...news: ConnectionNews[]) => withConnectionNews(rows, news);
const counts = (rows: readonly ConnectionRow[]) =>
  rows.map(({ conn, streams, openStreams }) => [conn, streams, openStreams]);

test('the newest is first, and knows how it opened', () => {
  const make = callEvents();
  const rows = told([], make.connectionOpened('c1'), make.connectionOpened('c2'));
  assert.deepEqual(
    rows.map(({ conn }) => conn),
    ['c2', 'c1'],
  );
  assert.equal(rows[1]?.openedAt, START + 1_000_000);
  assert.equal(rows[1]?.opened?.protocol, 'h2c');
});

test('its streams are counted', () => {
  const make = callEvents();
  const rows = told([], make.connectionOpened('c1'), make.opened('c1', 1), make.opened('c1', 3), make.closed('c1', 1));
  assert.deepEqual(counts(rows), [['c1', 2, 1]]);
});

test('its age is that of the last that is known of it', () => {
  const make = callEvents();
  assert.equal(told([], make.connectionOpened('c1'), make.opened('c1', 1))[0]?.ageMs, 2000);
});

test('a connection that was open before the trace begins: when it opened follows from any event', () => {
  const make = callEvents();
  const rows = told([], make.closed('c1', 1), make.opened('c1', 3));
  assert.deepEqual(counts(rows), [['c1', 2, 1]]);
  assert.equal(rows[0]?.openedAt, START);
});

test('the totals at its end hold, and nothing is open any more', () => {
  const make = callEvents();
  const [row] = told([], make.opened('c1', 1), make.connectionClosed('c1'), make.closed('c1', 1), make.opened('c1', 3));
  assert.deepEqual([row?.streams, row?.openStreams, row?.clientBytes, row?.serverBytes], [2, 0, 18900, 214]);
  assert.equal(row?.closed?.how, 'RST');
});

test('so many are kept: those that closed go first, the oldest of them', () => {
  const make = callEvents();
  const open = Array.from({ length: MAX_CONNECTIONS }, (_, n) => make.connectionOpened(`c${n}`));
  const rows = told(
    [],
    ...open,
    make.connectionClosed('c5'),
    make.connectionClosed('c7'),
    make.connectionOpened('new'),
  );
  assert.equal(rows.length, MAX_CONNECTIONS);
  assert.equal(
    rows.some(({ conn }) => conn === 'c5'),
    false,
  );
  assert.equal(
    rows.some(({ conn }) => conn === 'c7'),
    true,
  );
  const all = told(rows, ...Array.from({ length: 3 }, (_, n) => make.connectionOpened(`more${n}`)));
  assert.deepEqual([all.length, all[0]?.conn, all.at(-1)?.conn], [MAX_CONNECTIONS, 'more2', 'c2']);
});

test('rows that nothing is said of stay the same objects', () => {
  const make = callEvents();
  const rows = told([], make.connectionOpened('c1'), make.connectionOpened('c2'));
  assert.equal(told(rows), rows);
  assert.equal(told(rows, make.opened('c2', 1))[1], rows[1]);
});
