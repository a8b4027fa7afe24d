import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { StagedFaults } from '../../../src/capture/injector/stage.ts';
import { staged } from './support.ts';

describe('StagedFaults', () => {
  const [first, second, third] = [
    staged('FIN', 'AFTER_MESSAGE', 2),
    staged('TCP_RST', 'BEFORE_HEADERS'),
    staged('SILENCE', 'AFTER_MESSAGE', 2),
  ];

  test('each happens once, at its stage, in the order in which they were asked for', () => {
    const faults = new StagedFaults([first, { kind: 'NO_TRAILERS', scope: 'STREAM' }, second, third]);
    assert.deepEqual(faults.take('AFTER_MESSAGE', 1), []);
    assert.deepEqual(faults.take('AFTER_MESSAGE', 2), [first, third]);
    assert.deepEqual(faults.take('AFTER_MESSAGE', 2), []);
    assert.deepEqual(faults.take('BEFORE_HEADERS'), [second]);
  });

  test('it tells what it waits for', () => {
    const faults = new StagedFaults([second]);
    assert.equal(faults.waitsFor('BEFORE_HEADERS'), true);
    assert.equal(faults.waitsFor('BEFORE_TRAILERS'), false);
  });
});
