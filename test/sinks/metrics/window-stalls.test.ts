import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MAX_TIMED_STALLS, type OpenStalls, WindowStalls } from '../../../src/sinks/metrics/window-stalls.ts';
import type { Frame, Side, Window } from '../../../src/trace/event.ts';
import { frame } from '../../support/events.ts';

const SECOND = 1_000_000;

function data(from: Side, streamId: number, window: Window, flags: readonly string[] = []): Frame {
  const body = frame(from, 'DATA', streamId, { length: 100, window, flags });
  if (body.kind !== 'frame') throw new Error('not a frame');
  return body.frame;
}

function credit(from: Side, streamId: number, window: Window): Frame {
  return { ...data(from, streamId, window), type: 'WINDOW_UPDATE', length: 4 };
}

/** Sums over all label values. */
function totals(stalls: WindowStalls): { readonly [name: string]: number } {
  return Object.fromEntries(
    stalls.families.map((family) => {
      if (family.type === 'histogram') return [family.name, family.collect()[0]?.counts.sum ?? 0];
      return [family.name, family.collect().reduce((sum, { value }) => sum + value, 0)];
    }),
  );
}

function counted(stalls: WindowStalls): string[] {
  const [family] = stalls.families;
  if (family === undefined || family.type === 'histogram') throw new Error('no counter');
  return family
    .collect()
    .filter(({ value }) => value > 0)
    .map(({ labels, value }) => `${labels.scope} ${labels.side} ${value}`);
}

test('a window of 0 is a stall of its sender, until the other side gives credit', () => {
  const stalls = new WindowStalls();
  const open: OpenStalls = new Map();
  stalls.data(open, data('SERVER', 1, { connection: 5_000, stream: 0 }), SECOND);
  assert.deepEqual(counted(stalls), ['stream SERVER 1']);
  assert.equal(totals(stalls).sre_window_stalls_open, 1);
  stalls.credit(open, credit('CLIENT', 1, { connection: 5_000, stream: 10 }), 3 * SECOND);
  assert.equal(totals(stalls).sre_window_stall_seconds, 2);
  assert.equal(totals(stalls).sre_window_stalls_open, 0);
});

test('the window of the connection is a stall of its own, which WINDOW_UPDATE on stream 0 ends', () => {
  const stalls = new WindowStalls();
  const open: OpenStalls = new Map();
  stalls.data(open, data('CLIENT', 1, { connection: 0, stream: -5 }), SECOND);
  assert.deepEqual(counted(stalls), ['connection CLIENT 1', 'stream CLIENT 1']);
  stalls.credit(open, credit('SERVER', 0, { connection: 100 }), 2 * SECOND);
  assert.deepEqual(Array.from(open.keys()), [2]);
});

test('credit that does not bring the window above 0 ends nothing', () => {
  const stalls = new WindowStalls();
  const open: OpenStalls = new Map();
  stalls.data(open, data('SERVER', 1, { connection: 9, stream: -100 }), SECOND);
  stalls.credit(open, credit('CLIENT', 1, { connection: 9, stream: -50 }), 2 * SECOND);
  assert.equal(open.size, 1);
});

test('credit for one side is none for the other', () => {
  const stalls = new WindowStalls();
  const open: OpenStalls = new Map();
  stalls.data(open, data('SERVER', 1, { connection: 9, stream: 0 }), SECOND);
  stalls.credit(open, credit('SERVER', 1, { connection: 9, stream: 50 }), 2 * SECOND);
  assert.equal(open.size, 1);
});

test('a sender that goes on sending without credit is one stall, and with it (SETTINGS) its end', () => {
  const stalls = new WindowStalls();
  const open: OpenStalls = new Map();
  stalls.data(open, data('SERVER', 1, { connection: 9, stream: 0 }), SECOND);
  stalls.data(open, data('SERVER', 1, { connection: 9, stream: -100 }), 2 * SECOND);
  assert.deepEqual(counted(stalls), ['stream SERVER 1']);
  stalls.data(open, data('SERVER', 1, { connection: 9, stream: 40 }), 4 * SECOND);
  assert.equal(totals(stalls).sre_window_stall_seconds, 3);
});

test('whoever ends the stream with the last of the window waits for nothing', () => {
  const stalls = new WindowStalls();
  const open: OpenStalls = new Map();
  stalls.data(open, data('SERVER', 1, { connection: 0, stream: 0 }, ['END_STREAM']), SECOND);
  assert.deepEqual(counted(stalls), []);
  stalls.data(open, data('SERVER', 3, { connection: 9, stream: 0 }), SECOND);
  stalls.data(open, { ...data('SERVER', 3, { connection: 9, stream: 0 }, ['END_STREAM']), length: 0 }, 2 * SECOND);
  assert.equal(open.size, 0);
});

test('an empty DATA frame uses up nothing', () => {
  const stalls = new WindowStalls();
  const open: OpenStalls = new Map();
  stalls.data(open, { ...data('SERVER', 1, { connection: 9, stream: 0 }), length: 0 }, SECOND);
  assert.deepEqual(counted(stalls), []);
});

test('a stall whose stream or connection ends has no duration, and is let go of', () => {
  const stalls = new WindowStalls();
  const open: OpenStalls = new Map();
  stalls.data(open, data('SERVER', 1, { connection: 9, stream: 0 }), SECOND);
  stalls.data(open, data('CLIENT', 3, { connection: 0, stream: 7 }), SECOND);
  stalls.streamClosed(open, 1);
  assert.deepEqual(Array.from(open.keys()), [0]);
  stalls.connectionClosed(open);
  assert.deepEqual(totals(stalls), {
    sre_window_stalls_total: 2,
    sre_window_stall_seconds: 0,
    sre_window_stalls_open: 0,
    sre_window_stalls_untimed_total: 0,
  });
});

test('no more stalls are waited for than the bound, over all connections; the rest are counted', () => {
  const stalls = new WindowStalls();
  const connections: OpenStalls[] = Array.from({ length: 4 }, () => new Map());
  for (let n = 0; n < MAX_TIMED_STALLS + 10; n++) {
    const open = connections[n % 4] as OpenStalls;
    stalls.data(open, data('SERVER', 1 + 2 * n, { connection: 9, stream: 0 }), SECOND);
  }
  assert.equal(
    connections.reduce((sum, { size }) => sum + size, 0),
    MAX_TIMED_STALLS,
  );
  assert.equal(totals(stalls).sre_window_stalls_total, MAX_TIMED_STALLS + 10);
  assert.equal(totals(stalls).sre_window_stalls_untimed_total, 10);
  for (const open of connections) stalls.connectionClosed(open);
  assert.equal(totals(stalls).sre_window_stalls_open, 0);
});
