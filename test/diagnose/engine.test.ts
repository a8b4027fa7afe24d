import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Found } from '../../src/diagnose/causes.ts';
import { Diagnosis } from '../../src/diagnose/engine.ts';
import { ruleForTest } from '../support/rule.ts';

describe('Diagnosis', () => {
  test('the place is compared with what it was the last time', () => {
    const spans: number[] = [];
    const diagnosis = new Diagnosis([
      ruleForTest({
        place({ before, now }) {
          spans.push(now.time - before.time);
          return { explanation: 'changed', evidence: [] };
        },
      }),
    ]);
    const out: Found[] = [];
    diagnosis.look({ time: 1_000 }, out);
    assert.deepEqual(out, []);
    diagnosis.look({ time: 6_000 }, out);
    diagnosis.look({ time: 11_000 }, out);
    assert.deepEqual(spans, [5_000, 5_000]);
    assert.deepEqual([...diagnosis.counts()], [{ rule: 'T1', severity: 'WARNING', count: 2 }]);
    assert.deepEqual(
      [...diagnosis.findings()].map(({ conn, finding }) => [conn, finding.count]),
      [['', 2]],
    );
  });
});
