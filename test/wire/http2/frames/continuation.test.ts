import assert from 'node:assert/strict';
import { test } from 'node:test';
import { frames, hex, readFrame, ruleBroken } from '../../../support/frames.ts';

test('§6.10: the payload is the fragment', () => {
  assert.deepEqual(readFrame(hex('000002 09 04 00000001 8284')), {
    type: 'CONTINUATION',
    length: 2,
    typeCode: 9,
    flagBits: 4,
    streamId: 1,
    fragment: hex('8284'),
  });
});

test('§6.10: CONTINUATION on stream 0 is an error of the connection', () => {
  assert.equal(ruleBroken(readFrame(frames.continuation(0, 'a'))), 'PROTOCOL_ERROR CONNECTION RFC 9113 §6.10');
});

test('§6.10: CONTINUATION has no padding: the bit means nothing', () => {
  const frame = readFrame(frames.raw(9, 0xc, 1, hex('05 82')));
  assert.deepEqual(frame.type === 'CONTINUATION' && frame.fragment, hex('0582'));
});
