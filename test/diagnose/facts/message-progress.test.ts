import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { MessageProgress } from '../../../src/diagnose/facts/message-progress.ts';
import { join } from '../../support/frames.ts';
import { message } from '../../support/script.ts';

function data(progress: MessageProgress, bytes: Uint8Array, kept = bytes.length) {
  return progress.data(bytes.length, { padding: 0, preview: bytes.subarray(0, kept), truncated: kept < bytes.length });
}

describe('MessageProgress', () => {
  test('between two messages nothing is pending', () => {
    const progress = new MessageProgress();
    data(progress, message('hello'));
    progress.message(5);
    assert.deepEqual([progress.pendingBytes, progress.announced], [0, undefined]);
  });

  test('a message that has begun is pending, and has announced its length', () => {
    const progress = new MessageProgress();
    data(progress, message('hel', 0, 500));
    assert.deepEqual([progress.pendingBytes, progress.announced], [8, 500]);
    data(progress, new Uint8Array(497));
    progress.message(500);
    assert.deepEqual([progress.pendingBytes, progress.announced], [0, undefined]);
  });

  test('the prefix of a later message in the same frame is found, also behind the end of one that began before', () => {
    const progress = new MessageProgress();
    data(progress, message('ab', 0, 4));
    const prefix = data(progress, join(Uint8Array.of(0, 0), message('x', 1)));
    assert.deepEqual(prefix, { flag: 1, length: 1, head: '\u0001\0\0\0\u0001x' });
  });

  test('lengths use all 32 bits', () => {
    const prefix = data(new MessageProgress(), message('', 0, 2 ** 32 - 1));
    assert.equal(prefix?.length, 2 ** 32 - 1);
  });

  test('an ordinary message is not worth a question, nor is a prefix of which not all was kept', () => {
    assert.equal(data(new MessageProgress(), message('hello')), undefined);
    assert.equal(data(new MessageProgress(), message('hello', 1), 4), undefined);
  });
});
