import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FrameTally } from '../../../src/diagnose/facts/frame-tally.ts';
import type { FrameTypeName } from '../../../src/trace/event.ts';
import { frame, stamp } from '../../support/events.ts';

function tally(...types: readonly FrameTypeName[]): FrameTally {
  const counted = new FrameTally();
  for (const event of stamp(types.map((type) => frame('CLIENT', type, 0)))) {
    if (event.kind === 'frame') counted.add(event.frame);
  }
  return counted;
}

test('types are counted, the most frequent first, and those without a number of RFC 9113 together', () => {
  assert.deepEqual(tally('PING', 'SETTINGS', 'PING', 'ALTSVC', 'PRIORITY_UPDATE', 'UNKNOWN', 'CONTINUATION').list(), [
    { type: 'UNKNOWN', count: 3 },
    { type: 'PING', count: 2 },
    { type: 'SETTINGS', count: 1 },
    { type: 'CONTINUATION', count: 1 },
  ]);
  assert.deepEqual(tally().list(), []);
});

test('DATA without a byte is counted, but for one that ends its stream', () => {
  const counted = new FrameTally();
  const data = { type: 'DATA', typeCode: 0, from: 'CLIENT', flags: [], streamId: 1 } as const;
  for (const [length, flagBits] of [
    [0, 0],
    [0, 1],
    [5, 0],
    [0, 0],
  ] as const)
    counted.add({ ...data, length, flagBits });
  assert.equal(counted.emptyData, 2);
});
