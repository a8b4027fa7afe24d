import assert from 'node:assert/strict';
import { test } from 'node:test';

import { readOwnFaults, valuesOf } from '../../../src/servers/faults/own-faults.ts';

test('nothing asked for is no plan', () => assert.deepEqual(readOwnFaults({ texts: [] }), { plans: [] }));

test('a text and rpc-behavior are plans one behind the other', () => {
  const { plans } = readOwnFaults({ texts: ['delay=1ms'], rpcBehavior: 'sleep-1,keep-open' });
  assert.deepEqual(
    plans?.map(({ application }) => Object.keys(application)),
    [['delay'], ['delay'], ['keepOpen']],
  );
});

test('two texts are refused, since terms of one text contradict each other and those of two would not', () => {
  assert.equal(
    readOwnFaults({ texts: ['delay=1ms', 'keep_open'] }).refused,
    'x-sre-fault came 2 times, expected once, with its terms separated by ;',
  );
});

test('a malformed text or rpc-behavior is refused', () => {
  assert.match(readOwnFaults({ texts: ['nope'], rpcBehavior: 'keep-open' }).refused ?? '', /"nope" came/);
  assert.match(readOwnFaults({ texts: ['fin'], rpcBehavior: 'nope' }).refused ?? '', /"nope" came/);
});

test('values are found whatever the case of their name', () => {
  assert.deepEqual(valuesOf(['a', 'x-b', 'X-B', '1', 'x-b', '2'], 'x-b'), ['1', '2']);
});
