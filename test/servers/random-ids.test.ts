import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createRandomIds } from '../../src/servers/random-ids.ts';

test('ids are hexadecimal, of the length that Trace Context gives them, and no two are the same', () => {
  const ids = createRandomIds();
  const spans = Array.from({ length: 2_000 }, () => ids.spanId());
  for (const id of spans) assert.match(id, /^[0-9a-f]{16}$/);
  assert.equal(new Set(spans).size, spans.length);
  assert.match(ids.traceId(), /^[0-9a-f]{32}$/);
});

test('random bytes are asked for many at a time, and none is used twice', () => {
  let next = 0;
  let fills = 0;
  const ids = createRandomIds((pool) => {
    fills += 1;
    for (let at = 0; at < pool.length; at += 4) pool.writeUInt32BE(next++, at);
  });
  const all = Array.from({ length: 400 }, () => ids.traceId()).join('');
  assert.equal(fills, 2);
  const words = all.match(/.{8}/g) ?? [];
  assert.deepEqual(
    words,
    words.map((_word, n) => n.toString(16).padStart(8, '0')),
  );
});

test('all zeroes is no id, and is not given', () => {
  let fills = 0;
  const ids = createRandomIds((pool) => {
    pool.fill(fills);
    fills += 1;
  });
  assert.equal(ids.spanId(), '01'.repeat(8));
});
