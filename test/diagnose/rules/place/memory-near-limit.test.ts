import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MemorySample } from '../../../../src/diagnose/facts/place.ts';
import { MEMORY_NEAR_LIMIT } from '../../../../src/diagnose/rules/place/memory-near-limit.ts';
import { explanations, type Look, look } from '../../../support/places.ts';

const MIB = 1024 * 1024;

function memory(workingSetMib: number, more: Partial<MemorySample> = {}): Look {
  return { memory: { workingSetBytes: workingSetMib * MIB, maxBytes: 256 * MIB, ...more } };
}

test('a working set of nine tenths of the limit', () => {
  const felt = look([memory(100), memory(240)], [MEMORY_NEAR_LIMIT]);
  assert.deepEqual(explanations(felt), [
    'The working set of this container is 240 MiB of 256 MiB, 93 %. At the limit the kernel kills a process of it.',
  ]);
  assert.equal(felt.causes[0]?.finding.severity, 'WARNING');
});

test('it is told once, also where it swings around the line, and again when it was well below', () => {
  const swings = [memory(100), memory(240), memory(225), memory(240), memory(240)];
  assert.equal(look(swings, [MEMORY_NEAR_LIMIT]).found.length, 1);
  assert.equal(look([...swings, memory(100), memory(240)], [MEMORY_NEAR_LIMIT]).found.length, 2);
});

test('a server that begins near its limit is told too', () => {
  assert.equal(look([memory(240), memory(240)], [MEMORY_NEAR_LIMIT]).found.length, 1);
});

test('a process that the kernel killed is an error, and another cause', () => {
  const felt = look([memory(240, { oomKills: 1 }), memory(100, { oomKills: 2 })], [MEMORY_NEAR_LIMIT]);
  assert.deepEqual(explanations(felt), [
    'Within the last 5 s the kernel killed 1 process of this container, because its memory was at the limit of 256 MiB. ' +
      'This server is still there.',
  ]);
  assert.equal(felt.causes[0]?.finding.severity, 'ERROR');
});

test('silent: kills of long ago, and memory that nobody limits', () => {
  assert.deepEqual(look([memory(9, { oomKills: 3 }), memory(9, { oomKills: 3 })], [MEMORY_NEAR_LIMIT]).found, []);
  const unlimited = { memory: { workingSetBytes: 240 * MIB } };
  assert.deepEqual(look([unlimited, unlimited, {}], [MEMORY_NEAR_LIMIT]).found, []);
});
