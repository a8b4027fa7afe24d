import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createPace } from '../../../../src/servers/admin/trace/pace.ts';

/** A clock that only work and waiting move: who waits least is woken first. */
function ticking() {
  const clock = { now: 0 };
  const waiting: { readonly until: number; readonly wake: () => void }[] = [];
  const pace = createPace({
    now: () => clock.now,
    wait: (milliseconds) =>
      new Promise((wake) => {
        waiting.push({ until: clock.now + milliseconds, wake });
      }),
  });
  return {
    pace,
    clock,
    work(milliseconds: number): () => Promise<void> {
      const rest = pace.begin();
      clock.now += milliseconds;
      return rest;
    },
    async settled(work: Promise<unknown>): Promise<void> {
      let isDone = false;
      const done = work.then(() => {
        isDone = true;
      });
      while (!isDone) {
        waiting.sort((one, other) => other.until - one.until);
        const next = waiting.pop();
        clock.now = Math.max(clock.now, next?.until ?? 0);
        next?.wake();
        await new Promise((resolve) => setImmediate(resolve));
      }
      await done;
    },
  };
}

test('what took 4 ms rests for 12 ms: a quarter of the time is work', async () => {
  const { clock, work, settled } = ticking();
  await settled(work(4)());
  assert.equal(clock.now, 16);
});

test('all share it: two who work have a quarter together', async () => {
  const { clock, work, settled } = ticking();
  const first = work(4)();
  const second = work(4)();
  await settled(Promise.all([first, second]));
  assert.equal(clock.now, 4 + 4 + 2 * 12 - 4);
});

test('whoever wakes while another has worked rests on', async () => {
  const { clock, work, settled } = ticking();
  const first = work(4)();
  clock.now = 15;
  const second = work(2)();
  await settled(first);
  assert.equal(clock.now, 17 + 6);
  await settled(second);
});

test('work that took no time waits for one turn', async () => {
  const { clock, work, settled } = ticking();
  await settled(work(0)());
  assert.equal(clock.now, 0);
});
