import assert from 'node:assert/strict';
import { test } from 'node:test';
import { only } from '../../src/sinks/only.ts';
import type { EventKind } from '../../src/trace/event.ts';
import { sampleBodies, stamp } from '../support/events.ts';

test('events of other kinds do not reach the sink, and a batch without a wanted one is no write', async () => {
  const batches: EventKind[][] = [];
  let isClosed = false;
  const sink = only(['finding', 'traceLost'], {
    write: (events) => void batches.push(events.map(({ kind }) => kind)),
    async close() {
      isClosed = true;
    },
  });
  const events = stamp(sampleBodies());
  sink.write(events.filter(({ kind }) => kind === 'frame'));
  assert.deepEqual(batches, []);
  sink.write(events);
  assert.equal(batches.length, 1);
  assert.deepEqual(batches[0], ['finding', 'traceLost']);
  await sink.close();
  assert.equal(isClosed, true);
});
