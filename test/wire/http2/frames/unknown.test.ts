import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hex, readFrame } from '../../../support/frames.ts';

test('§5.5: a frame of an unknown type keeps its number, its flags and its bytes', () => {
  assert.deepEqual(readFrame(hex('000003 fe ff 00000007 aabbcc')), {
    type: 'UNKNOWN',
    length: 3,
    typeCode: 0xfe,
    flagBits: 0xff,
    streamId: 7,
    payload: hex('aabbcc'),
  });
});
