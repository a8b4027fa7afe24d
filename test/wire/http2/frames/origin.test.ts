import assert from 'node:assert/strict';
import { test } from 'node:test';
import { frames, hex, readFrame, ruleBroken, toBytes } from '../../../support/frames.ts';

test('RFC 8336 §2: Origin-Len (16) and ASCII-Origin, as often as there is room', () => {
  assert.deepEqual(readFrame(hex('000009 0c 00 00000000 0003 612e62 0000 0000')), {
    type: 'ORIGIN',
    length: 9,
    typeCode: 12,
    flagBits: 0,
    streamId: 0,
    origins: [toBytes('a.b'), hex(''), hex('')],
  });
});

test('RFC 8336 §2: the set may be empty', () => {
  const frame = readFrame(frames.origin());
  assert.deepEqual(frame.type === 'ORIGIN' && frame.origins, []);
});

test('§4.2: a cut Origin-Entry', () => {
  for (const payload of ['0001 61 00', '0001 61 0002 62']) {
    const frame = readFrame(frames.raw(0xc, 0, 0, hex(payload)));
    assert.equal(frame.type, 'MALFORMED');
    assert.equal(ruleBroken(frame), 'FRAME_SIZE_ERROR CONNECTION RFC 9113 §4.2');
  }
});
