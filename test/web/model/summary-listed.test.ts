import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { rfc3339 } from '../../../src/formats/time.ts';
import type { TraceEvent } from '../../../src/trace/event.ts';
import { EMPTY_SUMMARY, summarise, withConnections } from '../../../src/web/model/summary.ts';
import type { SummaryJson } from '../../../src/web/source/server-json.ts';
import type { Summary } from '../../../src/web/state/state.ts';
import { START } from '../../support/events.ts';
import { callEvents } from './summary-support.ts';

const fold = (summary: Summary, ...events: readonly TraceEvent[]) => summarise(summary, events, 0);
const counts = ({ connections }: Summary) =>
  connections.map(({ conn, streams, openStreams }) => [conn, streams, openStreams]);

/** As the server counted it when `seconds` events of callEvents had been made, half a second behind the last. */
function listed(conn: string, seconds: number, parts: Partial<SummaryJson> = {}): SummaryJson {
  return {
    conn,
    openedAt: rfc3339(START),
    opened: callEvents().connectionOpened(conn).connectionOpened,
    recording: 'RECORDED',
    ageMs: seconds * 1000 + 500,
    idleMs: 5,
    clientBytes: 100,
    serverBytes: 200,
    streams: 10,
    openStreams: 2,
    frames: [],
    ...parts,
  };
}

const CLOSED = callEvents().connectionClosed('c1').connectionClosed;

test('what the server counts holds: it was there from the beginning', () => {
  const make = callEvents();
  const before = fold(EMPTY_SUMMARY, make.opened('c1', 21));
  const [row] = withConnections(before, [listed('c1', 1)]).connections;
  assert.deepEqual(
    [row?.streams, row?.openStreams, row?.clientBytes, row?.serverBytes, row?.idleMs, row?.openedAt],
    [10, 2, 100, 200, 5, START],
  );
});

test('times are to the microsecond', () => {
  for (const [text, expected] of [
    ['2026-11-21T01:42:47.123456Z', START],
    ['2026-11-21T01:42:47.123Z', START - 456],
    ['yesterday', 0],
  ] as const) {
    assert.equal(
      withConnections(EMPTY_SUMMARY, [listed('c1', 0, { openedAt: text })]).connections[0]?.openedAt,
      expected,
    );
  }
});

describe('events between and around lists', () => {
  test('what is newer than the list is counted on top, in whatever order the two come', () => {
    const make = callEvents();
    const old = [make.opened('c1', 1), make.closed('c1', 1)];
    const later = [make.opened('c1', 3), make.opened('c1', 5), make.closed('c1', 3)];
    const list = [listed('c1', 2)];
    const expected = [['c1', 12, 3]];
    assert.deepEqual(counts(fold(withConnections(fold(EMPTY_SUMMARY, ...old), list), ...later)), expected);
    assert.deepEqual(counts(withConnections(fold(EMPTY_SUMMARY, ...old, ...later), list)), expected);
    assert.deepEqual(counts(fold(withConnections(EMPTY_SUMMARY, list), ...old, ...later)), expected);
  });

  test('the next list does not count them twice', () => {
    const make = callEvents();
    const first = fold(withConnections(EMPTY_SUMMARY, [listed('c1', 0)]), make.opened('c1', 1), make.opened('c1', 3));
    assert.deepEqual(counts(first), [['c1', 12, 4]]);
    const next = withConnections(first, [listed('c1', 2, { streams: 12, openStreams: 4 })]);
    assert.deepEqual(counts(fold(next, make.closed('c1', 1))), [['c1', 12, 3]]);
  });

  test('what is newer than the list ends its idle time, what is older does not', () => {
    const make = callEvents();
    const [old, later] = [make.opened('c1', 1), make.opened('c1', 3)];
    const summary = fold(withConnections(EMPTY_SUMMARY, [listed('c1', 1)]), old);
    assert.equal(summary.connections[0]?.idleMs, 5);
    assert.equal(fold(summary, later).connections[0]?.idleMs, 0);
  });

  test('a connection that has closed stays so, though the list was made before', () => {
    const make = callEvents();
    const before = fold(EMPTY_SUMMARY, make.connectionOpened('c1'), make.connectionClosed('c1'));
    const next = withConnections(before, [listed('c1', 1)]);
    assert.equal(next, before);
    const unopened = withConnections(fold(EMPTY_SUMMARY, make.connectionClosed('c2')), [listed('c2', 1)]);
    assert.deepEqual(
      [unopened.connections[0]?.closed?.how, unopened.connections[0]?.opened?.listener],
      ['RST', 'grpc'],
    );
  });

  test('one that closed unseen is closed', () => {
    const make = callEvents();
    const before = fold(EMPTY_SUMMARY, make.connectionOpened('c1'), make.opened('c1', 1));
    const [row] = withConnections(before, [listed('c1', 5, { closed: CLOSED, openStreams: 1 })]).connections;
    assert.deepEqual([row?.closed?.how, row?.openStreams], ['RST', 0]);
  });

  test('one that the server has forgotten has closed unseen; one that is newer than the list has not', () => {
    const make = callEvents();
    const before = fold(EMPTY_SUMMARY, make.connectionOpened('c1'), make.connectionOpened('c2'));
    const next = withConnections(before, [listed('c9', 1)]);
    assert.deepEqual(
      next.connections.map(({ conn }) => conn),
      ['c2', 'c9'],
    );
  });
});

test('the newest are first, whether the list or events told of them; of two as old the higher number', () => {
  const make = callEvents();
  const before = fold(EMPTY_SUMMARY, make.connectionOpened('c5'));
  const list = [
    listed('c3', 0, { openedAt: rfc3339(START + 5) }),
    listed('c1', 0, { closed: CLOSED }),
    listed('c2', 0),
  ];
  assert.deepEqual(
    withConnections(before, list).connections.map(({ conn }) => conn),
    ['c5', 'c3', 'c2', 'c1'],
  );
});

test('the same list of what has closed changes nothing', () => {
  const list = [listed('c1', 1, { closed: CLOSED }), listed('c2', 1, { closed: CLOSED })];
  const summary = withConnections(EMPTY_SUMMARY, list);
  assert.equal(withConnections(summary, structuredClone(list)), summary);
});
