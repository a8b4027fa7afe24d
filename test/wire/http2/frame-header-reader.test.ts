import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { FrameHeader } from '../../../src/wire/http2/frame.ts';
import { FrameHeaderReader } from '../../../src/wire/http2/frame-header-reader.ts';
import { FRAME_TYPE } from '../../../src/wire/http2/frame-type.ts';
import { frames, join, PREFACE } from '../../support/frames.ts';

const BYTES = join(
  PREFACE,
  frames.settings({ MAX_FRAME_SIZE: 16_384 }),
  frames.headers(1, 'abc', { endStream: true }),
  frames.data(3, 'x'.repeat(300)),
  frames.settingsAck(),
  frames.ping('0001020304050607'),
);

const HEADERS: readonly FrameHeader[] = [
  { length: 6, typeCode: FRAME_TYPE.SETTINGS, flagBits: 0, streamId: 0 },
  { length: 3, typeCode: FRAME_TYPE.HEADERS, flagBits: 0x5, streamId: 1 },
  { length: 300, typeCode: FRAME_TYPE.DATA, flagBits: 0, streamId: 3 },
  { length: 0, typeCode: FRAME_TYPE.SETTINGS, flagBits: 1, streamId: 0 },
  { length: 8, typeCode: FRAME_TYPE.PING, flagBits: 0, streamId: 0 },
];

function read(...chunks: readonly Uint8Array[]): readonly FrameHeader[] {
  const reader = new FrameHeaderReader(PREFACE.length);
  return chunks.flatMap((chunk) => [...reader.push(chunk)]);
}

describe('RFC 9113 §4.1: the header of every frame', () => {
  test('whole', () => {
    assert.deepEqual(read(BYTES), HEADERS);
  });

  test('byte by byte', () => {
    assert.deepEqual(read(...Array.from(BYTES, (byte) => Uint8Array.of(byte))), HEADERS);
  });

  test('split at every offset', () => {
    for (let at = 0; at <= BYTES.length; at++) {
      assert.deepEqual(read(BYTES.subarray(0, at), BYTES.subarray(at)), HEADERS, `at ${at}`);
    }
  });

  test('it comes with the last byte of the header, before the payload', () => {
    const reader = new FrameHeaderReader();
    const frame = frames.data(1, 'abc');
    assert.deepEqual(reader.push(frame.subarray(0, 8)), []);
    assert.equal(reader.push(frame.subarray(8, 9)).length, 1);
    assert.deepEqual(reader.push(frame.subarray(9)), []);
  });
});
