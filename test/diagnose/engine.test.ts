import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Found } from '../../src/diagnose/causes.ts';
import { Diagnosis } from '../../src/diagnose/engine.ts';
import type { Rule, Watches } from '../../src/diagnose/rule.ts';

function rule(watches: Watches): Rule {
  const words = { title: 'A title', meaning: '', wire: '', example: [], reproduce: [], advice: [] };
  return { id: 'T1', severity: 'INFO', ...words, spec: ['RFC'], watches };
}

describe('Diagnosis', () => {
  test('the place is compared with what it was the last time', () => {
    const spans: number[] = [];
    const diagnosis = new Diagnosis([
      rule({
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
    assert.deepEqual([...diagnosis.counts()], [{ rule: 'T1', severity: 'INFO', count: 2 }]);
    assert.deepEqual(
      [...diagnosis.findings()].map(({ conn, finding }) => [conn, finding.count]),
      [['', 2]],
    );
  });
});
