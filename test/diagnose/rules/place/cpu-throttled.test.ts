import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CpuSample } from '../../../../src/diagnose/facts/place.ts';
import { CPU_THROTTLED } from '../../../../src/diagnose/rules/place/cpu-throttled.ts';
import { type Conversation, conversation } from '../../../support/conversation.ts';
import { explanations, look } from '../../../support/places.ts';

function cpu(periods: number, throttledPeriods: number, throttledMs: number): { readonly cpu: CpuSample } {
  return { cpu: { limit: 0.1, periods, throttledPeriods, throttledMs } };
}

function slowCall(milliseconds: number): Conversation {
  return conversation().call(1, milliseconds);
}

test('throttled while calls waited: the limit, the periods and what the traffic felt', () => {
  const felt = look([cpu(400, 21, 1_200), cpu(450, 48, 3_900)], [CPU_THROTTLED], [slowCall(310)]);
  assert.deepEqual(explanations(felt), [
    'The CPU limit of 0.1 CPUs held this server back in 27 of 50 periods, for 2.7 s in all, within the last 5 s. ' +
      'In that time a call waited 310 ms for the head of its response.',
  ]);
  const [cause] = felt.causes;
  assert.equal(cause?.finding.severity, 'WARNING');
  assert.equal(cause?.finding.evidence.length, 1);
});

test('it is told once while it goes on, again when it gets worse, and again when it was over', () => {
  const goesOn = [cpu(0, 0, 0), cpu(50, 20, 900), cpu(100, 40, 1_800), cpu(150, 60, 2_700)];
  assert.equal(look(goesOn, [CPU_THROTTLED]).found.length, 1);
  const worse = look(goesOn, [CPU_THROTTLED], [undefined, undefined, slowCall(310)]);
  assert.deepEqual(
    worse.found.map(({ finding }) => finding.severity),
    ['INFO', 'WARNING'],
  );
  const again = [...goesOn, cpu(200, 60, 2_700), cpu(250, 80, 3_600)];
  assert.equal(look(again, [CPU_THROTTLED]).found.length, 2);
});

test('much of it is worth knowing though nobody felt it', () => {
  const { causes } = look([cpu(0, 0, 0), cpu(50, 30, 900)], [CPU_THROTTLED], [slowCall(2)]);
  assert.equal(causes[0]?.finding.severity, 'INFO');
});

test('silent: slow calls without throttling, and a throttled period of many that nobody felt', () => {
  assert.deepEqual(explanations(look([cpu(0, 0, 0), cpu(50, 0, 0)], [CPU_THROTTLED], [slowCall(900)])), []);
  assert.deepEqual(explanations(look([cpu(0, 9, 90), cpu(50, 10, 99)], [CPU_THROTTLED], [slowCall(2)])), []);
});

test('silent: counters of another cgroup, or none, are no throttling', () => {
  assert.deepEqual(explanations(look([cpu(400, 200, 9_000), cpu(50, 40, 900)], [CPU_THROTTLED], [slowCall(900)])), []);
  assert.deepEqual(explanations(look([{}, cpu(50, 40, 900), {}], [CPU_THROTTLED], [slowCall(900), slowCall(900)])), []);
});
