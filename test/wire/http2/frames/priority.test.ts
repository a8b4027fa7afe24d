import assert from 'node:assert/strict';
import { test } from 'node:test';
import { frames, hex, readFrame, ruleBroken } from '../../../support/frames.ts';

test('§6.3: Exclusive (1), Stream Dependency (31), Weight (8), which is one less on the wire', () => {
  assert.deepEqual(readFrame(hex('000005 02 00 00000005 80000003 ff')), {
    type: 'PRIORITY',
    length: 5,
    typeCode: 2,
    flagBits: 0,
    streamId: 5,
    priority: { streamDependency: 3, exclusive: true, weight: 256 },
  });
});

test('§6.3: PRIORITY on stream 0 is an error of the connection', () => {
  const priority = { streamDependency: 0, exclusive: false, weight: 1 };
  const frame = readFrame(frames.priority(0, priority));
  assert.equal(ruleBroken(frame), 'PROTOCOL_ERROR CONNECTION RFC 9113 §6.3');
});

test('§6.3: another length than 5 is an error of the stream', () => {
  const short = readFrame(frames.raw(2, 0, 1, hex('00000000')));
  assert.equal(short.type, 'MALFORMED');
  assert.equal(ruleBroken(short), 'FRAME_SIZE_ERROR STREAM RFC 9113 §6.3');
  const long = readFrame(frames.raw(2, 0, 1, hex('00000003 0f 00')));
  assert.equal(long.type === 'PRIORITY' && long.priority.streamDependency, 3);
  assert.equal(ruleBroken(long), 'FRAME_SIZE_ERROR STREAM RFC 9113 §6.3');
});

test('§5.3.2: a stream that depends on itself is no error any more', () => {
  assert.equal(ruleBroken(readFrame(frames.priority(1, { streamDependency: 1, exclusive: false, weight: 1 }))), 'none');
});
