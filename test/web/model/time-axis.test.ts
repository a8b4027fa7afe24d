import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shareOf, tickLabel, timeAxis } from '../../../src/web/model/time-axis.ts';

function labels(spanMs: number, maxTicks?: number): string[] {
  return timeAxis(0, spanMs, maxTicks).ticks.map(({ label }) => label);
}

test('ticks are at numbers that people count in, from microseconds to days', () => {
  assert.deepEqual(labels(0.24), ['0', '50 µs', '100 µs', '150 µs', '200 µs']);
  assert.deepEqual(labels(0.9), ['0', '200 µs', '400 µs', '600 µs', '800 µs']);
  assert.deepEqual(labels(7.3), ['0', '2 ms', '4 ms', '6 ms']);
  assert.deepEqual(labels(2_000), ['0', '500 ms', '1 s', '1.5 s', '2 s']);
  assert.deepEqual(labels(100_000), ['0', '30 s', '1 min', '1.5 min']);
  assert.deepEqual(labels(3_600_000), ['0', '15 min', '30 min', '45 min', '1 h']);
  assert.deepEqual(labels(3 * 86_400_000), ['0', '1 d', '2 d', '3 d']);
});

test('there are at most as many ticks as asked for, beside the first', () => {
  for (let span = 0.001; span < 1e9; span *= 1.37) {
    for (const most of [1, 3, 5, 9]) assert.ok(labels(span, most).length <= most + 1, `${span} ms, ${most} ticks`);
  }
});

test('an axis without length has one of a microsecond', () => {
  assert.equal(timeAxis(5, 5).toMs, 5.001);
  assert.equal(timeAxis(5, 1).toMs, 5.001);
  assert.equal(timeAxis(0, Number.NaN).ticks[0]?.label, '0');
});

test('what is beyond the axis is at its edge', () => {
  const axis = timeAxis(100, 200);
  assert.deepEqual(
    [50, 100, 150, 250].map((ms) => shareOf(axis, ms)),
    [0, 0, 0.5, 1],
  );
});

test('labels are without the noise of floating point', () => {
  assert.equal(tickLabel(0.1 + 0.2), '300 µs');
  assert.equal(tickLabel(3 * 0.7), '2.1 ms');
});
