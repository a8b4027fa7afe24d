import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MAX_BUFFERED_PAYLOAD, OVERLONG_PREFIX } from '../../../src/wire/http2/held-frame.ts';
import { frames, readFrame, ruleBroken } from '../../support/frames.ts';

const LARGE = 2 ** 24 - 1;
const overlong = new Uint8Array(MAX_BUFFERED_PAYLOAD + 1).fill(7);

test('a header block of 64 KiB is held, whatever surrounds it', () => {
  const priority = { streamDependency: 0, exclusive: false, weight: 1 };
  const bytes = frames.headers(1, new Uint8Array(64 * 1024), { padding: 255, priority });
  assert.equal(readFrame(bytes, { maxFrameSize: LARGE }).type, 'HEADERS');
});

test('a longer frame of a known type is MALFORMED without blame, and keeps the beginning of its payload', () => {
  const frame = readFrame(frames.headers(1, overlong), { maxFrameSize: LARGE });
  assert.equal(frame.type, 'MALFORMED');
  assert.equal(ruleBroken(frame), 'none');
  assert.equal(frame.type === 'MALFORMED' && frame.payload.length, OVERLONG_PREFIX);
  assert.equal(frame.length, overlong.length);
});

test('§5.5: a longer frame of an unknown type breaks no rule, and keeps the beginning of its payload', () => {
  const frame = readFrame(frames.raw(0xfe, 0, 1, overlong), { maxFrameSize: LARGE });
  assert.equal(frame.type === 'UNKNOWN' && frame.payload.length, OVERLONG_PREFIX);
  assert.equal(ruleBroken(frame), 'none');
});

test('a smaller limit is kept also where it is below the usual beginning', () => {
  const frame = readFrame(frames.goaway(0, 'NO_ERROR', 'because'), { maxBufferedPayload: 10 });
  assert.equal(frame.type === 'MALFORMED' && frame.payload.length, 10);
});
