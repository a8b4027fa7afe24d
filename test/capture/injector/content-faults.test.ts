import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ContentFaults } from '../../../src/capture/injector/content-faults.ts';
import { MessageCounter } from '../../../src/capture/injector/message-counter.ts';
import type { TransportFault } from '../../../src/faults/fault.ts';
import { join, toBytes } from '../../support/frames.ts';
import { message } from './support.ts';

/** What is left of the content, cut into pieces of `size`. */
function applied(fault: TransportFault, content: string, size: number): string {
  const counter = new MessageCounter();
  const faults = new ContentFaults([fault]);
  const bytes = toBytes(content);
  const left: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += size) {
    for (const part of counter.split(bytes.subarray(at, at + size))) left.push(faults.apply(part));
  }
  return Buffer.from(join(...left)).toString('latin1');
}

describe('ContentFaults', () => {
  const content = message('abcdef') + message('ghij');
  for (let size = 1; size <= content.length; size++) {
    test(`in pieces of ${size}: a message loses its second half, and what is behind it is lost`, () => {
      const fault: TransportFault = { kind: 'TRUNCATED_MESSAGE', scope: 'STREAM', message: 1 };
      assert.equal(applied(fault, content, size), message('abcdef').slice(0, 8));
      assert.equal(applied({ ...fault, message: 2 }, content, size), content.slice(0, -2));
      assert.equal(applied({ ...fault, message: 3 }, content, size), content);
    });

    test(`in pieces of ${size}: the prefix of the first message says another length`, () => {
      const fault: TransportFault = { kind: 'WRONG_LENGTH', scope: 'STREAM', length: 0x01020304 };
      assert.equal(applied(fault, content, size), `\0\x01\x02\x03\x04abcdef${message('ghij')}`);
    });
  }

  test('an empty message has no second half', () => {
    const fault: TransportFault = { kind: 'TRUNCATED_MESSAGE', scope: 'STREAM', message: 1 };
    assert.equal(applied(fault, message('') + message('ab'), 3), message(''));
  });
});
