import assert from 'node:assert/strict';
import { test } from 'node:test';
import { frames, hex, readFrame, ruleBroken, toBytes } from '../../../support/frames.ts';

test('RFC 7838 §4: Origin-Len (16), Origin, Alt-Svc-Field-Value', () => {
  assert.deepEqual(readFrame(hex('000007 0a 00 00000000 0003 612e62 6832')), {
    type: 'ALTSVC',
    length: 7,
    typeCode: 10,
    flagBits: 0,
    streamId: 0,
    origin: toBytes('a.b'),
    fieldValue: toBytes('h2'),
  });
});

test('RFC 7838 §4: one that a receiver ignores is no violation', () => {
  assert.equal(ruleBroken(readFrame(frames.altsvc(0, '', 'h2'))), 'none');
  assert.equal(ruleBroken(readFrame(frames.altsvc(1, 'a.b', 'h2'))), 'none');
});

test('§4.2: too short for Origin-Len or the origin', () => {
  const noLength = readFrame(frames.raw(0xa, 0, 0, hex('00')));
  assert.equal(noLength.type, 'MALFORMED');
  assert.equal(ruleBroken(noLength), 'FRAME_SIZE_ERROR CONNECTION RFC 9113 §4.2');
  const cutOrigin = readFrame(frames.raw(0xa, 0, 1, hex('0003 6162')));
  assert.equal(cutOrigin.type, 'MALFORMED');
  assert.equal(ruleBroken(cutOrigin), 'FRAME_SIZE_ERROR STREAM RFC 9113 §4.2');
});
