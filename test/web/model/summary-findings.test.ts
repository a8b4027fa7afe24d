import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MAX_FINDINGS, mergedFindings } from '../../../src/web/model/summary-findings.ts';
import { callEvents } from './summary-support.ts';

const make = callEvents();
const seen = (id: string, count: number, lastTime: number) => make.finding({ id, count, lastTime });

test('one of each cause, the one seen last first', () => {
  const findings = mergedFindings([], [seen('f1', 1, 10), seen('f2', 1, 20), seen('f1', 2, 30)]);
  assert.deepEqual(
    findings.map(({ finding: { id, count } }) => [id, count]),
    [
      ['f1', 2],
      ['f2', 1],
    ],
  );
});

test('what has counted further wins, in whatever order they come', () => {
  const findings = mergedFindings([], [seen('f1', 5, 50)]);
  assert.equal(mergedFindings(findings, [seen('f1', 4, 40), seen('f1', 5, 50)]), findings);
  assert.equal(mergedFindings(findings, [seen('f1', 6, 60)])[0]?.finding.count, 6);
});

test('so many are kept: those that were seen last', () => {
  const findings = mergedFindings(
    [],
    Array.from({ length: MAX_FINDINGS + 10 }, (_, n) => seen(`f${n}`, 1, n)),
  );
  assert.deepEqual([findings.length, findings.at(-1)?.finding.id], [MAX_FINDINGS, 'f10']);
});
