import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { DelayDistribution } from '../../../src/faults/fault.ts';
import { drawDelayMs, drawWeighted } from '../../../src/servers/faults/draw.ts';
import { seededRandom } from '../../support/seeded-random.ts';

describe('weights are percents, and what is left of 100 draws nothing', () => {
  const weighted = [
    { value: 'a', percent: 10 },
    { value: 'b', percent: 5 },
  ];
  for (const [random, expected] of [
    [0, 'a'],
    [0.099, 'a'],
    [0.1, 'b'],
    [0.149, 'b'],
    [0.15, undefined],
    [0.999, undefined],
  ] as const) {
    test(`${random} draws ${expected}`, () =>
      assert.equal(
        drawWeighted(weighted, () => random),
        expected,
      ));
  }

  test('a weight of 100 is always drawn', () => {
    const { unit } = seededRandom(3);
    const always = [{ value: 1, percent: 100 }];
    for (let round = 0; round < 1_000; round++) assert.equal(drawWeighted(always, unit), 1);
  });

  test('each value comes as often as its weight says', () => {
    const { unit } = seededRandom(4);
    const counts = new Map<string | undefined, number>();
    for (let round = 0; round < 100_000; round++) {
      const value = drawWeighted(weighted, unit);
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    assert.ok(Math.abs((counts.get('a') ?? 0) - 10_000) < 500, String(counts.get('a')));
    assert.ok(Math.abs((counts.get('b') ?? 0) - 5_000) < 500, String(counts.get('b')));
  });
});

describe('percentiles: straight lines in between, from 0 to the first, and the last for all above it', () => {
  const distribution: DelayDistribution = {
    kind: 'PERCENTILES',
    points: [
      { percentile: 50, delayMs: 10 },
      { percentile: 90, delayMs: 50 },
      { percentile: 99, delayMs: 50 },
    ],
  };
  for (const [random, expected] of [
    [0, 0],
    [0.25, 5],
    [0.5, 10],
    [0.7, 30],
    [0.9, 50],
    [0.95, 50],
    [0.99, 50],
    [0.999, 50],
  ] as const) {
    test(`${random} draws ${expected} ms`, () =>
      assert.equal(Math.round(drawDelayMs(distribution, () => random)), expected));
  }

  test('p0 is the least delay', () => {
    const points = [
      { percentile: 0, delayMs: 5 },
      { percentile: 100, delayMs: 15 },
    ];
    assert.equal(
      drawDelayMs({ kind: 'PERCENTILES', points }, () => 0),
      5,
    );
    assert.equal(
      drawDelayMs({ kind: 'PERCENTILES', points }, () => 0.5),
      10,
    );
  });
});

test('a list of delays: what is left of 100 percent is not delayed', () => {
  const distribution: DelayDistribution = { kind: 'WEIGHTED', delays: [{ value: 7, percent: 10 }] };
  assert.equal(
    drawDelayMs(distribution, () => 0.05),
    7,
  );
  assert.equal(
    drawDelayMs(distribution, () => 0.5),
    0,
  );
});
