import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatJson } from '../../../src/formats/json.ts';
import type { TraceEvent } from '../../../src/trace/event.ts';
import { MAX_RECENT } from '../../../src/web/app/event-cache.ts';
import { openBrowserLive } from '../../../src/web/app/live.ts';
import type { ServerSource } from '../../../src/web/source/server-source.ts';
import { numbered } from '../../support/numbered.ts';

class FakeSocket {
  static last: FakeSocket | undefined;
  onopen = () => {};
  onmessage = (_message: { readonly data: string }) => {};

  constructor() {
    FakeSocket.last = this;
  }

  close(): void {}

  send(events: readonly TraceEvent[]): void {
    this.onmessage({ data: `[${events.map(formatJson).join(',')}]` });
  }
}

/** A page that draws when it is told to. */
function setUp() {
  const work: (() => void)[] = [];
  const batches: number[] = [];
  const before = globalThis.WebSocket;
  globalThis.WebSocket = FakeSocket as unknown as typeof WebSocket;
  const live = openBrowserLive({
    source: { liveUrl: 'ws://localhost/api/trace/live' } as ServerSource,
    filter: '',
    since: 1,
    soon: (step) => work.push(step),
    onEvents: (events) => batches.push(events.length),
    onState() {},
    onRestart() {},
  });
  globalThis.WebSocket = before;
  const socket = FakeSocket.last;
  socket?.onopen();
  return { live, work, batches, socket };
}

test('what comes is told once a picture', () => {
  const { live, work, batches, socket } = setUp();
  socket?.send(numbered(1, 3));
  socket?.send(numbered(4, 5));
  assert.deepEqual([batches, work.length], [[], 1]);
  work.pop()?.();
  assert.deepEqual(batches, [5]);
  live.close();
});

test('what comes does not wait without end for a page that is not seen', () => {
  const { live, work, batches, socket } = setUp();
  socket?.send(numbered(1, MAX_RECENT + 5));
  assert.deepEqual(batches, [MAX_RECENT + 5]);
  socket?.send(numbered(MAX_RECENT + 6, MAX_RECENT + 8));
  for (const step of work.splice(0)) step();
  assert.deepEqual(batches, [MAX_RECENT + 5, 3]);
  live.close();
});

test('what has not been told when it is closed is not told', () => {
  const { live, work, batches, socket } = setUp();
  socket?.send(numbered(1, 3));
  live.close();
  for (const step of work.splice(0)) step();
  assert.deepEqual(batches, []);
});
