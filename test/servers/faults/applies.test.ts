import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { FaultCondition } from '../../../src/faults/fault.ts';
import { applies } from '../../../src/servers/faults/applies.ts';

describe('all conditions must hold', () => {
  const cases: readonly (readonly [FaultCondition, number, number, boolean])[] = [
    [{}, 1, 0.99, true],
    [{ hostname: 'pod-1' }, 1, 0, true],
    [{ hostname: 'POD-1' }, 1, 0, true],
    [{ hostname: 'pod-2' }, 1, 0, false],
    [{ untilAttempt: 3 }, 2, 0, true],
    [{ untilAttempt: 3 }, 3, 0, false],
    [{ untilAttempt: 3 }, 4, 0, false],
    [{ attempt: 3 }, 2, 0, false],
    [{ attempt: 3 }, 3, 0, true],
    [{ attempt: 3 }, 4, 0, false],
    [{ percent: 10 }, 1, 0.0999, true],
    [{ percent: 10 }, 1, 0.1, false],
    [{ percent: 100 }, 1, 0.999_999, true],
    [{ hostname: 'pod-1', percent: 10 }, 1, 0.5, false],
  ];
  for (const [condition, attempt, random, expected] of cases) {
    test(`${JSON.stringify(condition)}, attempt ${attempt}, random ${random}: ${expected}`, () =>
      assert.equal(
        applies(condition, { hostname: 'pod-1', attempt }, () => random),
        expected,
      ));
  }
});
