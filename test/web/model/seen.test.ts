import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seenIn } from '../../../src/web/model/seen.ts';
import { EMPTY_SUMMARY } from '../../../src/web/model/summary.ts';
import type { ConnectionRow, StreamRow } from '../../../src/web/state/state.ts';

/** 1 to 150. */
const NUMBERS = Array.from({ length: 150 }, (_, n) => n + 1);

test('of many values the newest are known', () => {
  const connections = NUMBERS.map((n) => ({ conn: `c${n}` }) as ConnectionRow).reverse();
  const streams = NUMBERS.map(
    (n) => ({ opened: { streamOpened: { method: 'GET', path: n % 2 === 0 ? '/often' : `/${n}` } } }) as StreamRow,
  );
  const { conn, path, method } = seenIn({
    summary: { ...EMPTY_SUMMARY, connections, streams: [...streams, ...streams] },
  });
  assert.deepEqual([conn?.length, conn?.[0], conn?.at(-1)], [100, 'c150', 'c51']);
  assert.deepEqual([path?.length, path?.slice(0, 3)], [76, ['/often', '/149', '/147']]);
  assert.deepEqual(method, ['GET']);
});
