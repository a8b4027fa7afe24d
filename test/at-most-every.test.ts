import assert from 'node:assert/strict';
import { test } from 'node:test';
import { atMostEvery } from '../src/at-most-every.ts';

test('lines that come too fast are counted, and the next one says so', () => {
  let now = 0;
  const lines: string[] = [];
  const log = atMostEvery(
    1000,
    (line) => lines.push(line),
    () => now,
  );
  for (const at of [0, 1, 999, 1000, 1500, 5000]) {
    now = at;
    log(`at ${at}`);
  }
  assert.deepEqual(lines, ['at 0', 'at 1000 (and 2 more like this)', 'at 5000 (and 1 more like this)']);
});
