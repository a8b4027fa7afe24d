import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StreamClosed, StreamOpened } from '../../../src/trace/event.ts';
import {
  type Column,
  MAX_CALLS,
  NEWEST_FIRST,
  type Show,
  sortedBy,
  streamTable,
} from '../../../src/web/model/stream-table.ts';
import { waterfallOf } from '../../../src/web/model/stream-table-bars.ts';
import type { StreamRow } from '../../../src/web/state/state.ts';
import { streamClosed as closedBody } from '../../support/events.ts';

const START = 1_700_000_000_000_000;
const OK = { code: 0, name: 'OK', message: '' };
const UNAVAILABLE = { code: 14, name: 'UNAVAILABLE', message: '' };

function opened(streamId: number, atMs: number, parts: Partial<StreamOpened> = {}): StreamRow['opened'] {
  const rpc = { service: 'pkg.Service', method: 'Method' };
  const streamOpened = { streamId, method: 'POST', path: '/pkg.Service/Method', authority: 'host', rpc, ...parts };
  return {
    kind: 'streamOpened',
    seq: streamId * 10,
    time: START + atMs * 1000,
    offsetMs: atMs,
    conn: 'c1',
    streamOpened,
  };
}

function closed(streamId: number, atMs: number, parts: Partial<StreamClosed> = {}): StreamRow['closed'] {
  const body = closedBody({ streamId, grpcStatus: OK, httpStatus: 200, ...parts });
  if (body.kind !== 'streamClosed') throw new Error('no streamClosed');
  return { ...body, seq: streamId * 10 + 1, time: START + atMs * 1000, offsetMs: atMs, conn: 'c1' };
}

function row(streamId: number, parts: Partial<StreamRow> = {}): StreamRow {
  return { conn: 'c1', streamId, opened: undefined, closed: undefined, ...parts };
}

/** One that went well, one that a proxy answered, one that is open, one that the application failed. */
const STREAMS: readonly StreamRow[] = [
  row(1, { opened: opened(1, 0), closed: closed(1, 10, { durationMs: 10, firstByteMs: 4 }) }),
  row(3, {
    opened: opened(3, 20),
    closed: closed(3, 25, { durationMs: 5, grpcStatus: UNAVAILABLE, how: 'TRAILERS_ONLY', origin: 'INFRASTRUCTURE' }),
  }),
  row(5, { opened: opened(5, 30) }),
  row(7, {
    opened: opened(7, 40),
    closed: closed(7, 90, { durationMs: 50, grpcStatus: { code: 5, name: 'NOT_FOUND', message: '' } }),
  }),
];

function ids(show: Show, column: Column = 'time', isDescending = true): number[] {
  return streamTable(STREAMS, show, { column, isDescending }).calls.map(({ streamId }) => streamId);
}

test('the newest call comes first', () => {
  assert.deepEqual(ids('all'), [7, 5, 3, 1]);
});

test('chips: open, failed, and those that no application failed', () => {
  assert.deepEqual(ids('open'), [5]);
  assert.deepEqual(ids('failed'), [7, 3]);
  assert.deepEqual(ids('infrastructure'), [3]);
  assert.deepEqual(streamTable(STREAMS, 'open', NEWEST_FIRST).counts, {
    all: 4,
    open: 1,
    failed: 2,
    infrastructure: 1,
  });
});

test('what is not known comes last, whichever way the order is', () => {
  assert.deepEqual(ids('all', 'duration', true), [7, 1, 3, 5]);
  assert.deepEqual(ids('all', 'duration', false), [3, 1, 7, 5]);
});

test('equal rows stay newest first', () => {
  assert.deepEqual(ids('all', 'method', false), [7, 5, 3, 1]);
});

test('connections are in the order in which they opened', () => {
  const streams = ['c10', 'c9'].map((conn) => ({ ...row(1), conn }));
  const { calls } = streamTable(streams, 'all', { column: 'stream', isDescending: false });
  assert.deepEqual(
    calls.map(({ key }) => key),
    ['c9/1', 'c10/1'],
  );
});

test('a second click turns the order round; a first one begins with what is asked for most', () => {
  assert.deepEqual(sortedBy(NEWEST_FIRST, 'time'), { column: 'time', isDescending: false });
  assert.deepEqual(sortedBy(NEWEST_FIRST, 'duration'), { column: 'duration', isDescending: true });
  assert.deepEqual(sortedBy(NEWEST_FIRST, 'method'), { column: 'method', isDescending: false });
});

test('outcomes: a status, a reset, an HTTP status, and a call without grpc-status', () => {
  const http = { rpc: undefined, method: 'GET', path: '/a' };
  const plain = { grpcStatus: undefined, how: 'END_STREAM_WITHOUT_TRAILERS' } as const;
  const streams = [
    row(1, { opened: opened(1, 0), closed: closed(1, 1) }),
    row(3, { opened: opened(3, 0), closed: closed(3, 1, { how: 'RST_STREAM', error: 'CANCEL', errorCode: 8 }) }),
    row(5, { opened: opened(5, 0), closed: closed(5, 1, { how: 'RST_STREAM', error: '', errorCode: 255 }) }),
    row(7, { opened: opened(7, 0, http as object), closed: closed(7, 1, { ...plain, httpStatus: 404 } as object) }),
    row(9, { opened: opened(9, 0), closed: closed(9, 1, plain as object) }),
    row(11, { opened: opened(11, 0), closed: closed(11, 1, { how: 'CONNECTION_CLOSED' }) }),
    row(13, { closed: closed(13, 1, { ...plain, httpStatus: 204 } as object) }),
  ];
  const { calls } = streamTable(streams, 'all', { column: 'stream', isDescending: false });
  assert.deepEqual(
    calls.map(({ outcome: { text, is } }) => `${text} ${is}`),
    [
      'OK ok',
      'CANCEL failed',
      'error 0xff failed',
      '404 failed',
      '200, no grpc-status failed',
      'connection closed failed',
      '204 ok',
    ],
  );
  assert.equal(calls[3]?.method, 'GET /a');
});

test('where only the end is held, the beginning follows from its duration', () => {
  const { calls } = streamTable([row(1, { closed: closed(1, 10, { durationMs: 4 }) })], 'all', NEWEST_FIRST);
  assert.equal(calls[0]?.time, START + 6_000);
  assert.equal(calls[0]?.method, '');
});

test('more calls than are drawn are counted', () => {
  const streams = Array.from({ length: MAX_CALLS + 25 }, (_, n) => row(n, { opened: opened(n, n) }));
  const { calls, left } = streamTable(streams, 'all', NEWEST_FIRST);
  assert.equal(calls.length, MAX_CALLS);
  assert.equal(left, 25);
  assert.equal(calls[0]?.streamId, MAX_CALLS + 24);
});

test('the waterfall: waiting, then the response; an open call lasts until now', () => {
  const { calls } = streamTable(STREAMS, 'all', NEWEST_FIRST);
  const { axis, bars, startTime } = waterfallOf(calls, START + 100_000, 'clock', 5);
  assert.equal(axis.toMs, 100);
  assert.equal(startTime, START);
  assert.deepEqual(bars.get('c1/1'), { from: 0, firstByte: 0.04, to: 0.1, isOpen: false });
  assert.deepEqual(bars.get('c1/5'), { from: 0.3, firstByte: 1, to: 1, isOpen: true });
});

test('a call that has been open for long leaves the others their width', () => {
  const HOUR = 3_600_000;
  const streams = [
    row(1, { opened: opened(1, 0) }),
    row(3, { opened: opened(3, HOUR), closed: closed(3, HOUR + 100, { durationMs: 100 }) }),
  ];
  const { calls } = streamTable(streams, 'all', NEWEST_FIRST);
  const clock = waterfallOf(calls, START + 2 * HOUR * 1000, 'clock', 5);
  assert.deepEqual([clock.axis.fromMs, clock.axis.toMs], [HOUR - 25, HOUR + 125]);
  assert.equal(clock.startTime, START + (HOUR - 25) * 1000);
  assert.deepEqual(clock.bars.get('c1/1'), { from: 0, firstByte: 1, to: 1, isOpen: true });
  assert.equal(waterfallOf(calls, START + 2 * HOUR * 1000, 'start', 5).axis.toMs, 125);
});

test('where all are open the axis lasts until now', () => {
  const { calls } = streamTable([row(1, { opened: opened(1, 0) })], 'all', NEWEST_FIRST);
  assert.equal(waterfallOf(calls, START + 9_000, 'clock', 5).axis.toMs, 9);
});

test('from their starts, calls are compared by how long they took', () => {
  const { calls } = streamTable(STREAMS, 'failed', NEWEST_FIRST);
  const { axis, bars } = waterfallOf(calls, START, 'start', 5);
  assert.equal(axis.toMs, 50);
  assert.deepEqual(bars.get('c1/3'), { from: 0, firstByte: 0.1, to: 0.1, isOpen: false });
});

test('a call of which nothing is known has no bar', () => {
  const { calls } = streamTable([row(1)], 'all', NEWEST_FIRST);
  assert.equal(calls[0]?.outcome.is, 'open');
  assert.equal(waterfallOf(calls, START, 'clock', 5).bars.size, 0);
});
