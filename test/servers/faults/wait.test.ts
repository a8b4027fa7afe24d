import assert from 'node:assert/strict';
import { test } from 'node:test';

import { waitOnTimer } from '../../../src/servers/faults/wait.ts';

test('a wait is over when its time is, fractions of a millisecond rounded up', async (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  let isOver = false;
  const waited = waitOnTimer(1.2, new AbortController().signal).then(() => {
    isOver = true;
  });
  context.mock.timers.tick(1);
  await Promise.resolve();
  assert.equal(isOver, false);
  context.mock.timers.tick(1);
  await waited;
});

test('a wait that nobody waits for is over at once', async () => {
  const gone = new AbortController();
  const waited = waitOnTimer(3_600_000, gone.signal);
  gone.abort();
  await waited;
  await waitOnTimer(3_600_000, gone.signal);
});
