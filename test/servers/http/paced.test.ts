import assert from 'node:assert/strict';
import { suite, test } from 'node:test';

import { type Pace, paced } from '../../../src/servers/http/paced.ts';

const NEVER = new AbortController().signal;

async function batches(pace: Pace, departure = NEVER): Promise<number[]> {
  const all: number[] = [];
  for await (const due of paced(pace, departure)) all.push(due);
  return all;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

suite('paced', () => {
  test('all at once come in batches that are bounded', async () => {
    const all = await batches({ count: 1_000, durationMs: 0 });
    assert.equal(sum(all), 1_000);
    assert.ok(all.length > 1 && Math.max(...all) <= 256);
  });

  test('the last one comes no earlier than the duration says', async () => {
    const before = performance.now();
    const all = await batches({ count: 5, durationMs: 60 });
    // A timer of Node may be early by less than a millisecond.
    assert.ok(performance.now() - before > 58);
    assert.equal(sum(all), 5);
    assert.equal(all[0], 1);
  });

  test('one item comes at once, however long the duration', async () => {
    assert.deepEqual(await batches({ count: 1, durationMs: 3_600_000 }), [1]);
  });

  test('more than one a millisecond is more than one at a time', async () => {
    assert.equal(sum(await batches({ count: 10_000, durationMs: 30 })), 10_000);
  });

  test('a client that leaves ends it', async () => {
    const departure = new AbortController();
    const all = batches({ count: 2, durationMs: 3_600_000 }, departure.signal);
    setImmediate(() => departure.abort());
    assert.deepEqual(await all, [1]);
  });
});
