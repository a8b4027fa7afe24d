import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  axisOf,
  barsOf,
  connectionCounts,
  endOf,
  failedWords,
  headlineOf,
  openStreams,
  SPAN_SECONDS,
  totalsOf,
} from '../../../src/web/model/rates.ts';
import type { ConnectionRow, Second, Summary } from '../../../src/web/state/state.ts';
import { connectionClosed } from '../../support/events.ts';
import { OPENED } from '../../support/script.ts';

const END = 1_800_000_004;

function second(ago: number, counts: Partial<Second>): Second {
  return { ok: 0, application: 0, infrastructure: 0, unknown: 0, ...counts, at: END - ago };
}

function summary(parts: Partial<Summary>): Summary {
  return { streams: [], findings: [], seconds: [], methods: [], connections: [], ...parts };
}

function connection(openStreams: number, closed?: ConnectionRow['closed']): ConnectionRow {
  return {
    conn: 'c1',
    opened: undefined,
    openedAt: undefined,
    closed,
    streams: 5,
    openStreams,
    clientBytes: 0,
    serverBytes: 0,
    ageMs: 0,
    idleMs: undefined,
  };
}

describe('headlineOf', () => {
  const cases: readonly (readonly [string, Partial<Summary>, string])[] = [
    ['No calls yet', {}, 'plain'],
    ['No calls yet, 3 still open', { connections: [connection(3)] }, 'plain'],
    ['No call ended in the last minute', { seconds: [second(60, { ok: 4 })] }, 'plain'],
    ['1 call in the last minute, none failed', { seconds: [second(59, { ok: 1 })] }, 'good'],
    [
      '1,204 calls in the last minute, 12 failed: 9 by infrastructure, 3 by the application',
      { seconds: [second(0, { ok: 1192, application: 3 }), second(3, { infrastructure: 9 })] },
      'error',
    ],
    [
      '2 calls in the last minute, 1 failed: 1 of unknown origin',
      { seconds: [second(1, { ok: 1, unknown: 1 })] },
      'warning',
    ],
  ];
  for (const [words, parts, tone] of cases) {
    test(words, () => assert.deepEqual(headlineOf(summary(parts), END), { words, tone }));
  }
});

describe('barsOf', () => {
  test('five minutes of bars that begin at multiples of five seconds', () => {
    const bars = barsOf([second(0, { ok: 10 }), second(SPAN_SECONDS + 10, { ok: 99 })], END);
    assert.equal(bars.length, 60);
    assert.ok(bars.every(({ at }) => at % 5 === 0));
    assert.deepEqual(
      bars.map(({ totals }) => totals.calls).filter((calls) => calls > 0),
      [10],
    );
  });

  test('the newest is as long as it has lasted', () => {
    const bars = barsOf([second(3, { ok: 6 })], END - 3);
    assert.deepEqual(
      bars.slice(-2).map(({ at, seconds }) => [at - END, seconds]),
      [
        [-9, 5],
        [-4, 2],
      ],
    );
    assert.equal(bars.at(-1)?.totals.ok, 6);
  });

  test('each second is in one bar', () => {
    const seconds = Array.from({ length: 290 }, (_, ago) => second(ago, { ok: 1 }));
    const calls = barsOf(seconds, END).reduce((sum, { totals }) => sum + totals.calls, 0);
    assert.equal(calls, 290);
  });
});

test('axisOf: round, above all bars, and never below 1', () => {
  const axis = (calls: number) => axisOf(barsOf([second(4, { ok: calls })], END));
  assert.deepEqual([0, 1, 5, 30, 190, 210, 5000, 5001].map(axis), [1, 1, 1, 6, 40, 60, 1000, 2000]);
});

test('endOf: the clock, or what ended after it; of nothing 0', () => {
  assert.equal(endOf([second(0, {})], undefined), END);
  assert.equal(endOf([second(0, {})], END - 100.5), END);
  assert.equal(endOf([second(0, {})], END + 7.9), END + 7);
  assert.equal(endOf([], undefined), 0);
});

test('failedWords: who it was, in the same order always', () => {
  const totals = totalsOf([second(1, { unknown: 1, application: 2, infrastructure: 1000 })], END - 5, END);
  assert.equal(failedWords(totals), '1,003 failed: 1,000 by infrastructure, 2 by the application, 1 of unknown origin');
});

test('connections to the admin port are not counted, nor their streams', () => {
  const body = connectionClosed();
  assert.ok('connectionClosed' in body);
  const { connectionClosed: closed } = body;
  const connections = [
    connection(2),
    { ...connection(7), opened: { ...OPENED, listener: 'admin' as const } },
    connection(0, closed),
    { ...connection(0, closed), opened: { ...OPENED, listener: 'admin' as const } },
  ];
  assert.deepEqual(connectionCounts(summary({ connections })), { open: 1, closed: 1 });
  assert.equal(openStreams(summary({ connections })), 2);
});
