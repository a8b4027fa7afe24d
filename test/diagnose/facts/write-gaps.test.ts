import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { StreamSideFacts } from '../../../src/diagnose/facts/stream.ts';
import { WriteGaps } from '../../../src/diagnose/facts/write-gaps.ts';

const DATA = { padding: 0, truncated: false };

describe('WriteGaps', () => {
  test('the first DATA is measured from the head of its stream: 38 to 47 ms are late', () => {
    const gaps = new WriteGaps();
    for (const gap of [0, 1_999, 2_000, 37_999, 38_000, 47_000, 47_001])
      gaps.data(new StreamSideFacts(), 10, 5, 10 + gap, 1);
    assert.deepEqual([gaps.prompt, gaps.others, gaps.delayed, gaps.delayedMs], [2, 3, 2, 85]);
  });

  test('the rest of a message is measured from its first part, and a message of its own is not', () => {
    const gaps = new WriteGaps();
    const sent = new StreamSideFacts();
    gaps.data(sent, 1, 7, 1, 1);
    sent.data(7, { ...DATA, preview: Uint8Array.of(0, 0, 0, 0, 4, 1, 2) });
    sent.dataFrames = 1;
    sent.reached(1, 1, false);
    gaps.data(sent, 1, 2, 40_001, 2);
    sent.data(2, { ...DATA, preview: Uint8Array.of(3, 4) });
    sent.message(4);
    sent.dataFrames = 2;
    sent.reached(40_001, 2, false);
    gaps.data(sent, 1, 9, 80_001, 3);
    assert.deepEqual([gaps.delayed, gaps.prompt, gaps.others], [1, 1, 0]);
    gaps.data(sent, 1, 0, 80_001, 4);
    assert.deepEqual([gaps.delayed, gaps.evidence], [2, [2, 4]]);
  });
});
