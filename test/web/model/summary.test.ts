import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { EMPTY_SUMMARY, summarise, withConnections, withFindings } from '../../../src/web/model/summary.ts';
import { MAX_STREAMS } from '../../../src/web/model/summary-streams.ts';
import type { Summary } from '../../../src/web/state/state.ts';
import { frame, sampleBodies, stamp } from '../../support/events.ts';
import { deepFrozen } from '../state/support.ts';
import { callEvents } from './summary-support.ts';

const fold = (summary: Summary, ...events: Parameters<typeof summarise>[1]): Summary =>
  summarise(deepFrozen(summary), events, 0);

const keys = ({ streams }: Summary): string[] =>
  streams.map(({ conn, streamId, opened, closed }) => `${conn}/${streamId} ${opened ? 'o' : '-'}${closed ? 'c' : '-'}`);

describe('streams', () => {
  test('a call is one row, open and then ended, the newest last', () => {
    const make = callEvents();
    const one = fold(EMPTY_SUMMARY, make.opened('c1', 1), make.opened('c1', 3));
    assert.deepEqual(keys(one), ['c1/1 o-', 'c1/3 o-']);
    assert.deepEqual(keys(fold(one, make.closed('c1', 1), make.opened('c2', 1))), ['c1/1 oc', 'c1/3 o-', 'c2/1 o-']);
  });

  test('one whose beginning is not known is a row as well', () => {
    const summary = fold(EMPTY_SUMMARY, callEvents().closed('c1', 7));
    assert.deepEqual(keys(summary), ['c1/7 -c']);
    assert.equal(summary.methods[0]?.method, 'method not known');
  });

  test('what comes twice counts once', () => {
    const make = callEvents();
    const events = [make.connectionOpened('c1'), make.opened('c1', 1), make.closed('c1', 1), make.finding()];
    const summary = fold(EMPTY_SUMMARY, ...events);
    const again = fold(summary, ...events.slice(1));
    assert.deepEqual({ ...again, connections: [] }, { ...summary, connections: [] });
    assert.equal(again.streams, summary.streams);
    assert.equal(again.connections[0]?.streams, 1);
  });

  test('an end that comes before its beginning belongs to it', () => {
    const make = callEvents();
    const opened = make.opened('c1', 1);
    const summary = fold(fold(EMPTY_SUMMARY, make.closed('c1', 1)), opened);
    assert.deepEqual(keys(summary), ['c1/1 oc']);
    assert.deepEqual(
      summary.connections.map(({ streams, openStreams }) => [streams, openStreams]),
      [[1, 0]],
    );
  });

  test('a number that is used again is another call', () => {
    const make = callEvents();
    const summary = fold(EMPTY_SUMMARY, make.opened('c1', 1), make.closed('c1', 1), make.opened('c1', 1));
    assert.deepEqual(keys(summary), ['c1/1 o-']);
    assert.deepEqual(keys(fold(summary, make.closed('c1', 1), make.closed('c1', 1))), ['c1/1 -c']);
  });

  test('so many are kept: those that ended first go first, and those that are open stay', () => {
    const make = callEvents();
    const open = make.opened('c1', 1);
    const others = Array.from({ length: MAX_STREAMS }, (_, n) => [make.opened('c2', n), make.closed('c2', n)]).flat();
    const summary = fold(EMPTY_SUMMARY, open, ...others);
    assert.equal(summary.streams.length, MAX_STREAMS);
    assert.deepEqual(keys(summary).slice(0, 2), ['c1/1 o-', 'c2/1 oc']);
    const flood = fold(summary, ...Array.from({ length: MAX_STREAMS + 1 }, (_, n) => make.opened('c3', n)));
    assert.deepEqual([flood.streams.length, keys(flood)[0]], [MAX_STREAMS, 'c3/1 o-']);
  });
});

describe('parts that nothing is said of stay the same objects', () => {
  const make = callEvents();
  const summary = fold(
    EMPTY_SUMMARY,
    make.connectionOpened('c1'),
    make.opened('c1', 1),
    make.closed('c1', 1),
    make.finding(),
  );

  test('all of them, where no event tells', () => {
    assert.equal(fold(summary), summary);
    assert.equal(fold(summary, ...stamp([frame('CLIENT', 'PING', 0)])), summary);
    assert.equal(withFindings(summary, summary.findings), summary);
    assert.equal(withConnections(summary, []), summary);
  });

  test('all but findings, where there is one more', () => {
    const next = fold(summary, make.finding({ id: 'f2' }));
    for (const part of ['streams', 'seconds', 'methods', 'connections'] as const)
      assert.equal(next[part], summary[part]);
    assert.equal(next.findings.length, 2);
  });

  test('methods and seconds, where a call begins', () => {
    const next = fold(summary, make.opened('c1', 3));
    for (const part of ['seconds', 'methods', 'findings'] as const) assert.equal(next[part], summary[part]);
    assert.equal(next.streams.length, 2);
  });
});

test('a batch is as good as its events one by one', () => {
  const make = callEvents();
  const events = Array.from({ length: 60 }, (_, n) => [
    make.opened(`c${n % 4}`, n),
    ...(n % 3 === 0 ? [] : [make.closed(`c${n % 4}`, n, { durationMs: n })]),
  ]).flat();
  const atOnce = fold(EMPTY_SUMMARY, ...events);
  const oneByOne = events.reduce((summary, event) => fold(summary, event), EMPTY_SUMMARY);
  assert.deepEqual(oneByOne, atOnce);
});

test('a summary that was made elsewhere goes on', () => {
  const make = callEvents();
  const { streams, findings, seconds, methods, connections } = fold(EMPTY_SUMMARY, make.opened('c1', 1));
  const summary = fold({ streams, findings, seconds, methods, connections }, make.closed('c1', 1));
  assert.deepEqual(keys(summary), ['c1/1 oc']);
});

test('no event is too odd', () => {
  const events = stamp(sampleBodies());
  const odd = events.map((event) => ({ ...event, time: Number.NaN, offsetMs: Number.NaN, conn: '' }));
  assert.doesNotThrow(() => fold(fold(EMPTY_SUMMARY, ...events), ...odd));
});
