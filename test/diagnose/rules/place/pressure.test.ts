import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PressureSample } from '../../../../src/diagnose/facts/place.ts';
import { PRESSURE } from '../../../../src/diagnose/rules/place/pressure.ts';
import { explanations, type Look, look } from '../../../support/places.ts';

function cpu(some: number): Look {
  return { pressure: { cpu: { some, full: 0 } } };
}

function memory(sample: PressureSample): Look {
  return { pressure: { memory: sample } };
}

test('CPU that is short is worth knowing', () => {
  const felt = look([cpu(0), cpu(74.2)], [PRESSURE]);
  assert.deepEqual(explanations(felt), [
    'On this container in 74 % of the last 10 s something waited for CPU, in 0 % all did.',
  ]);
  assert.equal(felt.causes[0]?.finding.severity, 'INFO');
});

test('memory that is short is a warning, and another cause', () => {
  const felt = look([{}, memory({ some: 14, full: 11.8 })], [PRESSURE]);
  assert.deepEqual(explanations(felt), [
    'On this container in 14 % of the last 10 s something waited for memory, in 12 % all did.',
  ]);
  assert.equal(felt.causes[0]?.finding.severity, 'WARNING');
});

test('where the container has no figures, those of the host are told as such', () => {
  const host = { hostPressure: { memory: { some: 30, full: 2 } } };
  assert.match(explanations(look([{}, host], [PRESSURE]))[0] ?? '', /^On this host in 30 % /);
  assert.deepEqual(look([{}, { ...host, ...memory({ some: 0, full: 0 }) }], [PRESSURE]).found, []);
});

test('it is told once, also where it swings around the line, and again when it was well below', () => {
  const swings = [cpu(70), cpu(70), cpu(50), cpu(70), cpu(90)];
  assert.equal(look(swings, [PRESSURE]).found.length, 1);
  assert.equal(look([...swings, cpu(5), cpu(70)], [PRESSURE]).found.length, 2);
});

test('silent: a server that is busy waits for the CPU now and then', () => {
  assert.deepEqual(look([cpu(0), cpu(40), memory({ some: 3, full: 1 }), {}], [PRESSURE]).found, []);
});

test('silent: what the CPU limit does is E1’s, what the limit of memory does is E3’s', () => {
  const limited = (periods: number) => ({ cpu: { periods, throttledPeriods: periods, throttledMs: periods } });
  assert.deepEqual(
    look(
      [
        { ...cpu(0), ...limited(10) },
        { ...cpu(95), ...limited(60) },
      ],
      [PRESSURE],
    ).found,
    [],
  );
  const full = { memory: { workingSetBytes: 95, maxBytes: 100 } };
  assert.deepEqual(look([full, { ...full, ...memory({ full: 60 }) }], [PRESSURE]).found, []);
});
