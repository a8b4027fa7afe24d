import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Side } from '../../src/trace/event.ts';
import { illegalInState } from '../../src/trace/stream-state.ts';
import { StreamTable } from '../../src/trace/stream-table.ts';
import { FRAME_TYPE } from '../../src/wire/http2/frame-type.ts';

const CLOSED = 1;
const OPEN = 3;
const IDLE = 5;

function tableOf(): StreamTable {
  const streams = new StreamTable();
  for (const id of [CLOSED, OPEN]) streams.open(id, 0, 0, 0);
  streams.close(CLOSED);
  return streams;
}

function judged(type: keyof typeof FRAME_TYPE, streamId: number, from: Side = 'CLIENT', streams = tableOf()) {
  const typeCode = FRAME_TYPE[type];
  const violation = illegalInState({ length: 0, typeCode, flagBits: 0, streamId }, from, streams);
  return violation === undefined ? 'legal' : `${violation.scope} ${violation.reason} (${violation.spec})`;
}

describe('RFC 9113 §5.1', () => {
  test('idle: what needs a stream is an error of the connection, by either side', () => {
    for (const from of ['CLIENT', 'SERVER'] as const) {
      for (const type of ['DATA', 'RST_STREAM', 'WINDOW_UPDATE'] as const) {
        const expected = `CONNECTION ${type} on stream 5, which nobody has begun (RFC 9113 §5.1)`;
        assert.equal(judged(type, IDLE, from), expected);
      }
    }
    for (const type of ['HEADERS', 'PRIORITY', 'PRIORITY_UPDATE'] as const) assert.equal(judged(type, IDLE), 'legal');
  });

  test('half-closed: no HEADERS and DATA behind the END_STREAM of the same side; other frames may come', () => {
    const streams = tableOf();
    const stream = streams.get(OPEN);
    assert.ok(stream);
    stream.side('CLIENT').ended = true;
    for (const type of ['DATA', 'HEADERS'] as const) {
      assert.equal(
        judged(type, OPEN, 'CLIENT', streams),
        `STREAM ${type} on stream 3 behind its END_STREAM (RFC 9113 §5.1)`,
      );
      assert.equal(judged(type, OPEN, 'SERVER', streams), 'legal');
    }
    for (const type of ['WINDOW_UPDATE', 'RST_STREAM', 'PRIORITY'] as const) {
      assert.equal(judged(type, OPEN, 'CLIENT', streams), 'legal');
    }
  });

  test('closed: a frame may have been on its way', () => {
    for (const type of ['DATA', 'HEADERS', 'RST_STREAM', 'WINDOW_UPDATE'] as const) {
      assert.equal(judged(type, CLOSED), 'legal');
    }
  });

  test('the connection is no stream', () => {
    for (const type of ['WINDOW_UPDATE', 'SETTINGS', 'PING'] as const) assert.equal(judged(type, 0), 'legal');
  });
});

test('RFC 9113 §8.4: only servers promise', () => {
  assert.match(judged('PUSH_PROMISE', OPEN, 'CLIENT'), /^CONNECTION a client promises a stream/);
  assert.equal(judged('PUSH_PROMISE', OPEN, 'SERVER'), 'legal');
});
