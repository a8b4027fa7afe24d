import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FrameItem } from '../../../src/wire/http2/frame.ts';
import { FrameReader, type FrameReaderOptions } from '../../../src/wire/http2/frame-reader.ts';
import { frames, hex, join, mergeDataParts, readFrame, readFrames, ruleBroken, toBytes } from '../../support/frames.ts';
import { seededRandom } from '../../support/seeded-random.ts';
import { assertSameHoweverSplit } from '../../support/splits.ts';

/** The frames of `bytes`, after asserting that cuts do not change them. */
function readSplit(bytes: Uint8Array, options: FrameReaderOptions = {}): readonly FrameItem[] {
  const start = () => {
    const reader = new FrameReader(options);
    return (chunk: Uint8Array) => reader.push(chunk);
  };
  return assertSameHoweverSplit(bytes, start, mergeDataParts);
}

function typesOf(items: readonly FrameItem[]): string[] {
  return items.map((item) => item.type);
}

const ONE_OF_EACH = [
  frames.settings({ INITIAL_WINDOW_SIZE: 1 }),
  frames.headers(1, 'block', { padding: 3, priority: { streamDependency: 0, exclusive: true, weight: 200 } }),
  frames.continuation(1, ''),
  frames.data(1, 'content', { padding: 4 }),
  frames.data(1, 'x'),
  frames.data(1, '', { endStream: true }),
  frames.priority(3, { streamDependency: 1, exclusive: false, weight: 1 }),
  frames.rst(1, 'CANCEL'),
  frames.settingsAck(),
  frames.pushPromise(1, 2, 'promise'),
  frames.ping('0102030405060708'),
  frames.goaway(1, 'ENHANCE_YOUR_CALM', 'too_many_pings'),
  frames.windowUpdate(0, 65_535),
  frames.altsvc(0, 'origin', 'value'),
  frames.origin('https://a', 'https://b'),
  frames.priorityUpdate(1, 'u=1'),
  frames.raw(0xbb, 0xff, 9, 'unknown'),
];

test('every type is read alike whole, byte by byte and split anywhere, with the next frame behind it', () => {
  const items = readSplit(join(...ONE_OF_EACH));
  assert.deepEqual(typesOf(items), [
    ...['SETTINGS', 'HEADERS', 'CONTINUATION'],
    ...['DATA_PART', 'DATA', 'DATA_PART', 'DATA', 'DATA'],
    ...['PRIORITY', 'RST_STREAM', 'SETTINGS', 'PUSH_PROMISE', 'PING', 'GOAWAY', 'WINDOW_UPDATE'],
    ...['ALTSVC', 'ORIGIN', 'PRIORITY_UPDATE', 'UNKNOWN'],
  ]);
  assert.deepEqual(items.map(ruleBroken), Array(items.length).fill('none'));
});

test('frames in error are read alike however split, with the next frame behind them', () => {
  const items = readSplit(
    join(
      frames.data(0, 'abc'),
      frames.raw(0, 0x8, 1, ''),
      frames.raw(0, 0x8, 1, hex('05 6162')),
      frames.raw(6, 0, 0, '1234'),
      frames.raw(1, 0x8, 1, hex('ff 82')),
      frames.windowUpdate(1, 0),
      frames.ping('0000000000000000'),
    ),
  );
  assert.deepEqual(typesOf(items), [
    ...['DATA_PART', 'DATA', 'DATA', 'DATA'],
    ...['MALFORMED', 'MALFORMED', 'WINDOW_UPDATE', 'PING'],
  ]);
  assert.equal(items.filter((item) => item.violation === undefined).length, 1);
});

test('frames that are too long to hold are read alike however split, with the next frame behind them', () => {
  const options = { maxBufferedPayload: 16 };
  const long = 'longer than 16 bytes';
  const bytes = join(frames.headers(1, long), frames.raw(0xfe, 0, 1, long), frames.data(1, long), frames.settingsAck());
  const items = readSplit(bytes, options);
  assert.deepEqual(typesOf(items), ['MALFORMED', 'UNKNOWN', 'DATA_PART', 'DATA', 'SETTINGS']);
});

test('§4.2: a frame above SETTINGS_MAX_FRAME_SIZE is read, and says so, however split', () => {
  const items = readSplit(join(frames.data(1, 'abcd'), frames.ping('0102030405060708'), frames.rst(1, 'CANCEL')), {
    maxFrameSize: 3,
  });
  assert.deepEqual(typesOf(items), ['DATA_PART', 'DATA', 'PING', 'RST_STREAM']);
  assert.deepEqual(items.map(ruleBroken), [
    'FRAME_SIZE_ERROR STREAM RFC 9113 §4.2',
    'FRAME_SIZE_ERROR STREAM RFC 9113 §4.2',
    'FRAME_SIZE_ERROR CONNECTION RFC 9113 §4.2',
    'FRAME_SIZE_ERROR STREAM RFC 9113 §4.2',
  ]);
});

test('§4.2: a field block or SETTINGS above the maximum is an error of the connection', () => {
  const connection = 'FRAME_SIZE_ERROR CONNECTION RFC 9113 §4.2';
  const broken = [frames.headers(1, 'abcd'), frames.continuation(1, 'abcd'), frames.pushPromise(1, 2, 'a')];
  for (const bytes of broken) assert.equal(ruleBroken(readFrame(bytes, { maxFrameSize: 3 })), connection);
  assert.equal(
    readFrame(frames.headers(1, 'abcd'), { maxFrameSize: 3 }).violation?.reason,
    'HEADERS has a payload of 4 bytes, expected at most 3 (SETTINGS_MAX_FRAME_SIZE)',
  );
});

test('§4.2: the maximum is 16,384 until it is set', () => {
  const reader = new FrameReader();
  const [, longest, , tooLong] = reader.push(
    join(frames.data(1, new Uint8Array(16_384)), frames.data(1, new Uint8Array(16_385))),
  );
  assert.equal(longest?.violation, undefined);
  assert.equal(tooLong?.violation?.spec, 'RFC 9113 §4.2');
  reader.maxFrameSize = 16_385;
  assert.equal(reader.push(frames.data(1, new Uint8Array(16_385)))[1]?.violation, undefined);
});

test('the maximum that counts is the one when the header came', () => {
  const reader = new FrameReader();
  const bytes = frames.raw(0xfe, 0, 1, new Uint8Array(20_000));
  reader.push(bytes.subarray(0, 100));
  reader.maxFrameSize = 20_000;
  assert.equal(reader.push(bytes.subarray(100))[0]?.violation?.spec, 'RFC 9113 §4.2');
});

test('DATA is passed on as it comes, without its padding', () => {
  const reader = new FrameReader();
  const bytes = frames.data(1, 'abcdef', { padding: 2 });
  const facts = { length: 9, typeCode: 0, flagBits: 0x8, streamId: 1, dataLength: 6, padding: 2 };
  assert.deepEqual(reader.push(bytes.subarray(0, 12)), [{ type: 'DATA_PART', ...facts, bytes: toBytes('ab') }]);
  assert.deepEqual(reader.push(bytes.subarray(12, 17)), [{ type: 'DATA_PART', ...facts, bytes: toBytes('cdef') }]);
  assert.deepEqual(reader.push(bytes.subarray(17)), [{ type: 'DATA', ...facts }]);
});

test('a frame that is whole in its chunk is not copied', () => {
  const chunk = join(frames.headers(1, 'block'), frames.data(1, 'abc'), frames.ping('0102030405060708'));
  const [headers, part, , ping] = readFrames(chunk);
  assert.equal(headers?.type === 'HEADERS' && headers.fragment.buffer, chunk.buffer);
  assert.equal(part?.type === 'DATA_PART' && part.bytes.buffer, chunk.buffer);
  assert.equal(ping?.type === 'PING' && ping.opaque.buffer, chunk.buffer);
});

test('a frame that was carried stays valid while the next one is carried', () => {
  const reader = new FrameReader();
  const bytes = join(frames.headers(1, 'first'), frames.headers(3, 'second'));
  reader.push(bytes.subarray(0, 11));
  const [first] = reader.push(bytes.subarray(11, 25));
  assert.deepEqual(first?.type === 'HEADERS' && first.fragment, toBytes('first'));
});

test('a frame that was cut is visible', () => {
  const reader = new FrameReader();
  assert.deepEqual(reader.pending, { bytes: 0 });
  const ping = frames.ping('0102030405060708');
  reader.push(ping.subarray(0, 5));
  assert.deepEqual(reader.pending, { bytes: 5 });
  reader.push(ping.subarray(5, 9));
  assert.deepEqual(reader.pending, { header: { length: 8, typeCode: 6, flagBits: 0, streamId: 0 }, bytes: 0 });
  reader.push(ping.subarray(9, 12));
  assert.equal(reader.pending.bytes, 3);
  reader.push(join(ping.subarray(12), frames.data(1, 'abc').subarray(0, 11)));
  assert.deepEqual(reader.pending, { header: { length: 3, typeCode: 0, flagBits: 0, streamId: 1 }, bytes: 2 });
  reader.push(toBytes('c'));
  assert.deepEqual(reader.pending, { bytes: 0 });
});

test('a header that announces 16 MB takes no memory for it', () => {
  const before = process.memoryUsage().arrayBuffers;
  const readers = Array.from({ length: 64 }, (_, type) => {
    const reader = new FrameReader({ maxFrameSize: 2 ** 24 - 1, maxBufferedPayload: 2 ** 24 });
    reader.push(join(frames.raw(type, 0, 1, 'a little', 0xffffff)));
    return reader;
  });
  const grown = process.memoryUsage().arrayBuffers - before;
  assert.ok(grown < 1024 * 1024, `${grown} bytes for ${readers.length} frames`);
  assert.ok(readers.every((reader) => reader.pending.bytes === 8));
});

test('of 16 MB that come, only the beginning is held', () => {
  const reader = new FrameReader({ maxFrameSize: 2 ** 24 - 1 });
  const chunk = new Uint8Array(65_536);
  assert.deepEqual(reader.push(frames.raw(1, 0x4, 1, '', 256 * chunk.length - 1)), []);
  for (let i = 0; i < 255; i++) assert.deepEqual(reader.push(chunk), []);
  const [frame, ...more] = reader.push(join(chunk.subarray(1), frames.settingsAck()));
  assert.equal(frame?.type === 'MALFORMED' && frame.payload.buffer.byteLength, 1024);
  assert.deepEqual(typesOf(more), ['SETTINGS']);
});

test('no bytes make it throw, and all of them are accounted for', () => {
  const random = seededRandom(9113);
  const valid = join(...ONE_OF_EACH);
  for (let round = 0; round < 2000; round++) {
    const bytes = Uint8Array.from(valid);
    for (let i = 0; i <= random.int(8); i++) bytes[random.int(bytes.length)] = random.int(256);
    const cut = random.int(bytes.length);
    const reader = new FrameReader({ maxBufferedPayload: random.chance(0.5) ? 4 : 65_536 });
    const items = [...reader.push(bytes.subarray(0, cut)), ...reader.push(bytes.subarray(cut))];
    const complete = items.reduce((sum, item) => sum + (item.type === 'DATA_PART' ? 0 : 9 + item.length), 0);
    const { header, bytes: rest } = reader.pending;
    assert.equal(complete + rest + (header === undefined ? 0 : 9), bytes.length, `round ${round}`);
  }
});
