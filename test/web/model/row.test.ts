import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TraceEvent } from '../../../src/trace/event.ts';
import { drawnStream, rowText } from '../../../src/web/model/row.ts';
import {
  bytes,
  connectionClosed,
  type EventBody,
  field,
  finding,
  frame,
  headers,
  message,
  sampleBodies,
  setting,
  stamp,
  streamClosed,
  unaryCall,
} from '../../support/events.ts';

function row(body: EventBody) {
  const [event] = stamp([body]);
  assert.ok(event !== undefined);
  return rowText(event);
}

/** "conn stream side label length | summary | tags", as it stands in the list. */
function line(event: TraceEvent): string {
  const { conn, streamId, side, label, length, summary, tags } = rowText(event);
  const columns = [conn, streamId, side, label, length].filter((column) => column !== undefined).join(' ');
  return [columns, summary, tags.join(' ')].join(' | ');
}

test('a unary call', () => {
  assert.deepEqual(stamp(unaryCall()).map(line), [
    'c1 1 CLIENT HEADERS 86 | POST /sre.echo.v1.EchoService/Echo | ▸ 7 fields',
    'c1 1 stream opened | sre.echo.v1.EchoService/Echo  timeout 1 s | ',
    'c1 1 CLIENT DATA 12 |  | ·END_STREAM window 65523/65523',
    'c1 1 CLIENT message 7 | {"message":"hello"} | #0',
    'c1 1 SERVER HEADERS 14 | 200 application/grpc | ▸ 2 fields',
    'c1 1 SERVER DATA 12 |  | window 65523/65523',
    'c1 1 SERVER message 7 | {"message":"hello"} | #0',
    'c1 1 SERVER TRAILERS 24 | grpc-status 0 OK “OK” | ·END_STREAM ▸ 2 fields',
    'c1 1 ended | by server · OK · 1.25 ms | ',
  ]);
});

test('every kind of event and every type of frame has a row', () => {
  for (const event of stamp(sampleBodies())) {
    const { label, summary, tags, seq, conn } = rowText(event);
    assert.notEqual(label, '');
    assert.equal(seq, event.seq);
    assert.equal(conn, 'c1');
    assert.ok(summary !== '' || tags.length > 0, `${label} says nothing`);
    assert.doesNotMatch(summary, /schema/);
  }
});

test('an end says who, what, whose error it is, and whether a retry is safe', () => {
  const { summary, tone, label } = row(
    streamClosed({
      how: 'TRAILERS_ONLY',
      stage: 'WAITING',
      grpcStatus: { code: 14, name: 'UNAVAILABLE', message: 'upstream' },
      origin: 'INFRASTRUCTURE',
      retrySafe: true,
      durationMs: 0.9,
    }),
  );
  assert.equal(summary, 'by server · trailers-only · 14 UNAVAILABLE · INFRASTRUCTURE · retry safe · 0.9 ms');
  assert.equal(tone, 'error');
  assert.equal(label, 'ended');
});

test('a finding has its rule, its severity and how often it was seen', () => {
  const { summary, severity, tags, tone } = row(finding({ rule: 'S3', title: 'made by a proxy', count: 12 }));
  assert.equal(summary, 'S3 made by a proxy');
  assert.equal(severity, 'ERROR');
  assert.deepEqual(tags, ['×12']);
  assert.equal(tone, 'finding');
});

test('failures stand out', () => {
  const trailers = headers('TRAILERS', [field('grpc-status', '14'), field('grpc-message', 'no healthy upstream')]);
  const failed = row(frame('SERVER', 'HEADERS', 1, { flags: ['END_STREAM'], headers: trailers }));
  assert.equal(failed.tone, 'error');
  assert.equal(failed.summary, 'grpc-status 14 UNAVAILABLE “no healthy upstream”');
  assert.equal(row(frame('CLIENT', 'RST_STREAM', 1, { rstStream: { error: 'CANCEL', errorCode: 8 } })).tone, 'error');
  const orderly = { lastStreamId: 7, error: 'NO_ERROR', errorCode: 0, debug: '' };
  assert.equal(row(frame('SERVER', 'GOAWAY', 0, { goaway: orderly })).tone, 'control');
  assert.equal(row(connectionClosed()).tone, 'error');
});

test('a violation is told with its section', () => {
  const { summary, tone } = row(
    frame('CLIENT', 'WINDOW_UPDATE', 7, {
      windowUpdate: { increment: 0 },
      violation: {
        error: 'PROTOCOL_ERROR',
        errorCode: 1,
        scope: 'STREAM',
        reason: 'an increment of 0',
        spec: 'RFC 9113 §6.9',
      },
    }),
  );
  assert.equal(summary, 'incr=0 · violates RFC 9113 §6.9: an increment of 0');
  assert.equal(tone, 'error');
});

test('a header block that goes on says so (RFC 9113 §4.3)', () => {
  assert.equal(row(frame('CLIENT', 'HEADERS', 5)).summary, 'the header block goes on');
});

test('settings that are too many for a line of a terminal are there, and DATA where it is text', () => {
  const settings = Array.from({ length: 6 }, (_, n) => setting('MAX_CONCURRENT_STREAMS', 3, n));
  assert.match(row(frame('CLIENT', 'SETTINGS', 0, { settings })).summary, /^MAX_CONCURRENT_STREAMS=0 .*=5$/);
  const data = { padding: 3, preview: bytes('{"a":1}\n'), truncated: false };
  const text = row(frame('CLIENT', 'DATA', 1, { data }));
  assert.equal(text.summary, '{"a":1}\\n');
  assert.deepEqual(text.tags, ['padding 3']);
});

test('long texts are cut', () => {
  const { summary } = row(message('CLIENT', 1, { json: { message: 'x'.repeat(10_000) } }));
  assert.equal(summary.length, 300);
  assert.match(summary, /…$/);
});

test('what peers send cannot reach the page raw', () => {
  const { summary } = row(message('CLIENT', 1, { json: { message: 'a\u202eb' } }));
  assert.equal(summary, '{"message":"a\\u202eb"}');
});

test('an event that is not as the schema has it is a row all the same', () => {
  const odd = [
    { seq: 1, time: 0, offsetMs: 0, conn: 'c1', kind: 'frame', frame: {} },
    { seq: 2, time: 0, offsetMs: 0, conn: 'c1', kind: 'somethingNew', somethingNew: {} },
    { seq: 3, time: 0, offsetMs: 0, conn: 'c1', kind: 'streamClosed' },
    { seq: 4, time: 0, offsetMs: 0, conn: 'c1', kind: 'http1', http1: { from: 'SERVER' } },
  ];
  for (const event of odd) assert.match(rowText(event as unknown as TraceEvent).summary, /schema/);
});

test('stream 0 of HTTP/2 is the connection, of HTTP/1.1 the first exchange', () => {
  assert.equal(drawnStream(row(frame('CLIENT', 'PING', 0, { ping: { opaque: '00', ack: false } }))), undefined);
  assert.equal(drawnStream(row(frame('CLIENT', 'DATA', 5))), 5);
  const http1: EventBody = {
    kind: 'http1',
    http1: { from: 'SERVER', stage: 'HEAD', index: 0, startLine: 'HTTP/1.1 503 Service Unavailable' },
  };
  assert.equal(drawnStream(row(http1)), 0);
  assert.equal(row(http1).tone, 'error');
});
