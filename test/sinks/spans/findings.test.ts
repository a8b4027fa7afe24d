import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFindings } from '../../../src/sinks/spans/findings.ts';
import { finding, stamp, unaryCall } from '../../support/events.ts';

const found = (streamId: number) => stamp([finding({ streamId })]);

test('findings are had once, by connection and stream', () => {
  const findings = createFindings();
  for (const event of [...found(1), ...found(1), ...found(3)]) findings.add(event);
  const counts = [
    ['c1', 1],
    ['c1', 1],
    ['c2', 3],
    ['c1', 3],
  ] as const;
  assert.deepEqual(
    counts.map(([conn, streamId]) => findings.take(conn, streamId).length),
    [2, 0, 0, 1],
  );
});

test('other events, and findings of no stream, are nothing to it', () => {
  const findings = createFindings();
  for (const event of stamp([...unaryCall(), finding()])) findings.add(event);
  assert.equal(findings.take('c1', 1).length, 0);
});

test('of more than 1,000 streams the oldest are forgotten', () => {
  const findings = createFindings();
  for (let n = 0; n < 1_005; n++) for (const event of found(2 * n + 1)) findings.add(event);
  assert.deepEqual([findings.take('c1', 9).length, findings.take('c1', 11).length], [0, 1]);
});
