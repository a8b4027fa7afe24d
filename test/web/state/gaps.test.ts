import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gapsBehind, lostBy, MAX_GAPS, withGaps } from '../../../src/web/state/gaps.ts';
import { stamp } from '../../support/events.ts';
import { announced } from './support.ts';

test('an announcement says what was lost', () => {
  assert.deepEqual(withGaps([], [announced(5, 9)]), [{ firstSeq: 5, lastSeq: 9, dropped: 5, reason: 'slow' }]);
});

test('an announcement without numbers is about its own place', () => {
  const [event] = stamp([{ kind: 'traceLost', traceLost: { reason: 'x', dropped: 0 } }], '', 7);
  assert.deepEqual(event && lostBy(event), { firstSeq: 7, lastSeq: 7, dropped: 0, reason: 'x' });
});

test('a loss in the trace itself is no gap of this reader', () => {
  const events = stamp([{ kind: 'traceLost', traceLost: { reason: 'HPACK decoding failed', dropped: 0 } }]);
  const gaps = withGaps([], []);
  assert.equal(withGaps(gaps, events), gaps);
});

test('what is announced twice is one gap', () => {
  const gaps = withGaps([], [announced(5, 9)]);
  assert.equal(withGaps(gaps, [announced(5, 9)]), gaps);
});

test('the newest are kept', () => {
  const events = Array.from({ length: MAX_GAPS + 3 }, (_, n) => announced(n * 10 + 1, n * 10 + 5));
  const gaps = withGaps([], events);
  assert.equal(gaps.length, MAX_GAPS);
  assert.equal(gaps.at(-1)?.firstSeq, (MAX_GAPS + 2) * 10 + 1);
});

test('gapsBehind: those that reach behind a number', () => {
  const gaps = withGaps([], [announced(5, 9), announced(15, 19)]);
  assert.equal(gapsBehind(gaps, undefined), gaps);
  assert.equal(gapsBehind(gaps, 8), gaps);
  assert.deepEqual(gapsBehind(gaps, 9), gaps.slice(1));
});
