import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { StreamWindows } from '../../../src/capture/injector/stream-windows.ts';

describe('StreamWindows, RFC 9113 §6.9', () => {
  test('a stream begins with the initial window, and the credit that came before its answer', () => {
    const windows = new StreamWindows();
    windows.credited(3, 100);
    windows.credited(3, 1);
    assert.deepEqual([windows.of(1), windows.of(3)], [65_535, 65_636]);
  });

  test('a new initial window changes those of open streams by the difference, §6.9.2', () => {
    const windows = new StreamWindows();
    assert.equal(windows.setInitial(65_000), -535);
    assert.equal(windows.setInitial(65_001), 1);
    assert.equal(windows.of(1), 65_001);
  });

  test('the last thousand streams are remembered', () => {
    const windows = new StreamWindows();
    for (let n = 0; n < 1_001; n++) windows.credited(2 * n + 1, 5);
    assert.deepEqual([windows.of(1), windows.of(3)], [65_535, 65_540]);
  });
});
