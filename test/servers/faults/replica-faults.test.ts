import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createReplicaFaults } from '../../../src/servers/faults/replica-faults.ts';

test('a replica has no fault until one is set, and none when it is cleared', () => {
  const faults = createReplicaFaults();
  const state = () => [faults.text, faults.plan?.application];
  assert.deepEqual(state(), [undefined, undefined]);
  assert.equal(faults.set('keep_open'), undefined);
  assert.deepEqual(state(), ['keep_open', { keepOpen: true }]);
  faults.clear();
  assert.deepEqual(state(), [undefined, undefined]);
});

test('what is refused changes nothing', () => {
  const faults = createReplicaFaults();
  faults.set('delay=1ms');
  assert.match(faults.set('delay=1x') ?? '', /"1x" came, expected a duration/);
  assert.equal(faults.text, 'delay=1ms');
});
