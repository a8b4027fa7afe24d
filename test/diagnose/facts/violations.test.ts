import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Violations } from '../../../src/diagnose/facts/violations.ts';
import type { FrameEvent } from '../../../src/diagnose/rule.ts';
import { frame, stamp } from '../../support/events.ts';

function seen(...codes: readonly (number | undefined)[]): Violations {
  const violations = new Violations();
  const bodies = codes.map((errorCode) => {
    const violation = {
      error: `E${errorCode}`,
      errorCode: errorCode ?? 0,
      scope: 'CONNECTION',
      reason: 'r',
      spec: 's',
    } as const;
    return frame('CLIENT', 'PING', 0, errorCode === undefined ? {} : { violation });
  });
  for (const event of stamp(bodies)) violations.add(event as FrameEvent);
  return violations;
}

test('the first ones are kept with their events, and all are counted', () => {
  const { first, count } = seen(undefined, 1, 3, 1, 6, 9, 9);
  assert.equal(count, 6);
  assert.deepEqual(
    first.map(({ seq, errorCode }) => [seq, errorCode]),
    [
      [2, 1],
      [3, 3],
      [4, 1],
      [5, 6],
    ],
  );
});

test('one is found by its error code', () => {
  assert.equal(seen(1, 3, 3).of(3)?.seq, 2);
  assert.equal(seen(1).of(9), undefined);
});
