import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boxes, strokes, xOf } from '../../../src/web/model/connection-paths.ts';
import { timeAxis } from '../../../src/web/model/time-axis.ts';

const AXIS = timeAxis(100, 200);

test('spans are boxes in one path; what took no time is seen, also at the end', () => {
  const spans = [
    { fromMs: 100, toMs: 150 },
    { fromMs: 160, toMs: 160 },
    { fromMs: 200, toMs: 200 },
  ];
  assert.equal(boxes(spans, AXIS, 1, 5), 'M0 1h500V5h-500zM600 1h2.5V5h-2.5zM997.5 1h2.5V5h-2.5z');
  assert.equal(boxes([], AXIS, 1, 5), '');
});

test('moments are lines', () => {
  assert.equal(strokes([110, 999], AXIS, 0, 3), 'M100 0V3M1000 0V3');
  assert.equal(xOf(AXIS, 0), 0);
});
