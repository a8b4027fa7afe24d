import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { MessageCounter } from '../../../src/capture/injector/message-counter.ts';
import { toBytes } from '../../support/frames.ts';
import { message } from './support.ts';

describe('MessageCounter, gRPC PROTOCOL-HTTP2, Length-Prefixed-Message', () => {
  test('a prefix is a part, and what follows it', () => {
    const parts = new MessageCounter().split(toBytes(message('abc') + message('')));
    const told = parts.map(({ message, offset, bytes, total, isEnd }) => [message, offset, bytes.length, total, isEnd]);
    assert.deepEqual(told, [
      [1, 0, 5, 8, false],
      [1, 5, 3, 8, true],
      [2, 0, 5, 5, true],
    ]);
  });

  test('messages end where they end, however they are cut', () => {
    const bytes = toBytes(message('abc') + message('') + message('defgh'));
    for (let size = 1; size <= bytes.length; size++) {
      const counter = new MessageCounter();
      const ends: number[] = [];
      let at = 0;
      for (let from = 0; from < bytes.length; from += size) {
        for (const part of counter.split(bytes.subarray(from, from + size))) {
          at += part.bytes.length;
          if (part.isEnd) ends.push(at);
        }
      }
      assert.deepEqual(ends, [8, 13, 23], `chunks of ${size}`);
    }
  });

  test('lengths use all 32 bits', () => {
    const [part] = new MessageCounter().split(Uint8Array.of(0, 0xff, 0xff, 0xff, 0xff));
    assert.equal(part?.total, 5 + 2 ** 32 - 1);
  });
});
