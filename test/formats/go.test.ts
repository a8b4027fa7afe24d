import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createGoFormat } from '../../src/formats/go.ts';
import {
  bytes,
  connectionClosed,
  connectionOpened,
  type EventBody,
  field,
  finding,
  frame,
  headers,
  message,
  otherFrames,
  redactedField,
  setting,
  stamp,
  streamClosed,
  unaryCall,
} from '../support/events.ts';

/** What is printed for these events, without the time in front of every line. */
function transcript(bodies: readonly EventBody[], conn = 'c1'): string {
  const format = createGoFormat();
  return stamp(bodies, conn)
    .flatMap((event) => format(event))
    .map((line) => line.replace(/^2026\/11\/21 01:42:47 /, ''))
    .join('\n');
}

test('the lines that a Go server prints for the same frames', () => {
  // Copied from a server of golang.org/x/net v0.62.0 that nghttp talked to; only the Framer has another address.
  const bodies = [
    frame('SERVER', 'SETTINGS', 0, {
      length: 12,
      settings: [setting('MAX_FRAME_SIZE', 5, 1048576), setting('NO_RFC7540_PRIORITIES', 9, 1)],
    }),
    frame('CLIENT', 'PRIORITY', 3, { length: 5, priority: { streamDependency: 0, exclusive: false, weight: 201 } }),
    frame('CLIENT', 'HEADERS', 13, {
      flags: ['END_HEADERS', 'PRIORITY'],
      length: 64,
      headers: headers('REQUEST', [field(':method', 'POST'), field('grpc-timeout', '1S')]),
    }),
    frame('SERVER', 'SETTINGS', 0, { flags: ['ACK'], settings: [] }),
    frame('SERVER', 'WINDOW_UPDATE', 0, { length: 4, windowUpdate: { increment: 983041 } }),
    frame('SERVER', 'HEADERS', 13, {
      flags: ['END_HEADERS'],
      length: 73,
      headers: headers('RESPONSE', [field(':status', '200'), field('x-a', 'q"\\x')]),
    }),
    frame('SERVER', 'DATA', 13, {
      length: 11,
      data: { padding: 0, preview: bytes('hi 400\0\xff\xc3\xa9\n'), truncated: false },
    }),
    frame('CLIENT', 'GOAWAY', 0, {
      length: 8,
      goaway: { lastStreamId: 0, error: 'NO_ERROR', errorCode: 0, debug: '' },
    }),
  ];
  const framer = 'http2: Framer 0xc0000001c0';
  assert.equal(
    transcript(bodies),
    `
${framer}: wrote SETTINGS len=12, settings: MAX_FRAME_SIZE=1048576, NO_RFC7540_PRIORITIES=1
${framer}: read PRIORITY stream=3 len=5
${framer}: read HEADERS flags=END_HEADERS|PRIORITY stream=13 len=64
http2: decoded hpack field header field ":method" = "POST"
http2: decoded hpack field header field "grpc-timeout" = "1S"
${framer}: wrote SETTINGS flags=ACK len=0
${framer}: wrote WINDOW_UPDATE len=4 (conn) incr=983041
http2: server encoding header ":status" = "200"
http2: server encoding header "x-a" = "q\\"\\\\x"
${framer}: wrote HEADERS flags=END_HEADERS stream=13 len=73
${framer}: wrote DATA stream=13 len=11 data="hi 400\\x00\\xffé\\n"
${framer}: read GOAWAY len=8 LastStreamID=0 ErrCode=NO_ERROR Debug=""
`.trim(),
  );
});

test('every other frame type', () => {
  const framer = 'http2: Framer 0xc0000001c0';
  assert.equal(
    transcript(otherFrames()),
    `
${framer}: read SETTINGS len=18, settings: MAX_CONCURRENT_STREAMS=100, INITIAL_WINDOW_SIZE=65535, UNKNOWN_SETTING_153=7
${framer}: wrote SETTINGS flags=ACK len=0
${framer}: read PING len=8 ping="\\x01\\x02\\x03\\x04\\x05\\xffA\\t"
${framer}: wrote PING flags=ACK len=8 ping="\\x01\\x02\\x03\\x04\\x05\\xffA\\t"
${framer}: wrote WINDOW_UPDATE len=4 (conn) incr=983041
${framer}: read WINDOW_UPDATE stream=1 len=4 incr=256
${framer}: read PRIORITY stream=3 len=5
http2: server encoding header ":path" = "/style.css"
${framer}: wrote PUSH_PROMISE flags=END_HEADERS stream=1 len=24
${framer}: read HEADERS flags=END_STREAM|PRIORITY stream=5 len=16384
${framer}: read CONTINUATION flags=END_HEADERS stream=5 len=2198
http2: decoded hpack field header field ":method" = "GET"
http2: decoded hpack field header field ":path" = "/a"
http2: header list incomplete: the list passed 65536 bytes
${framer}: wrote UNKNOWN_FRAME_TYPE_10 len=20
${framer}: wrote UNKNOWN_FRAME_TYPE_12 len=13
${framer}: read PRIORITY_UPDATE len=7
${framer}: read UNKNOWN_FRAME_TYPE_250 flags=0x2|0x40 len=3
${framer}: read RST_STREAM stream=5 len=4 ErrCode=CANCEL
${framer}: read WINDOW_UPDATE stream=7 len=4 incr=0
http2: stream error: stream ID 7; PROTOCOL_ERROR; WINDOW_UPDATE with an increment of 0, expected 1 to 2147483647
${framer}: wrote GOAWAY len=22 LastStreamID=5 ErrCode=ENHANCE_YOUR_CALM Debug="too_many_pings"
`.trim(),
  );
});

test('every line starts with the time as log.Printf writes it, in UTC', () => {
  const format = createGoFormat();
  const lines = stamp(unaryCall()).flatMap((event) => format(event));
  assert.equal(
    lines[0],
    '2026/11/21 01:42:47 http2: Framer 0xc0000001c0: read HEADERS flags=END_HEADERS stream=1 len=86',
  );
  for (const line of lines) assert.match(line, /^2026\/11\/21 01:42:47 http2: /);
});

test('on a connection that we opened, what the client sends is written', () => {
  const bodies = [
    connectionOpened({ role: 'CLIENT', peer: { address: '2001:db8::7', port: 443 } }),
    frame('CLIENT', 'HEADERS', 1, { length: 9, headers: headers('REQUEST', [field(':method', 'GET')]) }),
    frame('SERVER', 'PING', 0, { length: 8, ping: { opaque: '0000000000000000', ack: false } }),
  ];
  assert.equal(
    transcript(bodies, 'c2'),
    `
http2: Transport creating client conn 0xc000000380 to [2001:db8::7]:443
http2: Transport encoding header ":method" = "GET"
http2: Framer 0xc000000380: wrote HEADERS stream=1 len=9
http2: Framer 0xc000000380: read PING len=8 ping="\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
`.trim(),
  );
});

test('a connection that a client opened is announced where it speaks HTTP/2', () => {
  assert.equal(transcript([connectionOpened()]), 'http2: server connection from 10.0.3.7:44646 on 0xc0000001c0');
  assert.equal(transcript([connectionOpened({ protocol: 'http/1.1' })]), '');
});

test('DATA shows 256 bytes and counts the rest, what the trace did not keep included', () => {
  const dataOf = (length: number, preview: number, padding?: number): string =>
    transcript([
      frame('CLIENT', 'DATA', 1, {
        flags: padding === undefined ? [] : ['PADDED'],
        length: length + (padding === undefined ? 0 : padding + 1),
        data: { padding: padding ?? 0, preview: new Uint8Array(preview).fill(0x61), truncated: preview < length },
      }),
    ]).replace(/a+/, (as) => String(as.length));
  assert.match(dataOf(256, 256), /len=256 data=.*$/);
  assert.doesNotMatch(dataOf(256, 256), /omitted/);
  assert.match(dataOf(300, 300), / \(44 bytes omitted\)$/);
  assert.match(dataOf(300, 10), / \(290 bytes omitted\)$/);
  assert.match(dataOf(300, 300, 7), / len=308 .* \(44 bytes omitted\)$/);
});

test('a never-indexed field is marked when read, and a secret stays in', () => {
  const request = headers('REQUEST', [redactedField('authorization'), field('x-tenant', 'a', 'NEVER_INDEXED')]);
  const lines = transcript([frame('CLIENT', 'HEADERS', 1, { headers: request })]).split('\n');
  assert.deepEqual(lines.slice(1), [
    'http2: decoded hpack field header field "authorization" = "[redacted]" (sensitive)',
    'http2: decoded hpack field header field "x-tenant" = "a" (sensitive)',
  ]);
});

test('names that Go has none for', () => {
  const bodies = [
    frame('CLIENT', 'RST_STREAM', 1, { length: 4, rstStream: { error: '', errorCode: 0x99 } }),
    frame('CLIENT', 'SETTINGS', 0, {
      length: 7,
      violation: {
        error: 'FRAME_SIZE_ERROR',
        errorCode: 6,
        scope: 'CONNECTION',
        reason: '7 bytes',
        spec: 'RFC 9113 §6.5',
      },
    }),
  ];
  assert.equal(
    transcript(bodies),
    `
http2: Framer 0xc0000001c0: read RST_STREAM stream=1 len=4 ErrCode=unknown error code 0x99
http2: Framer 0xc0000001c0: read SETTINGS len=7
http2: connection error: FRAME_SIZE_ERROR: 7 bytes
`.trim(),
  );
});

test('what Go has no line for prints nothing, but a loss is told', () => {
  assert.equal(transcript([message('CLIENT', 1), streamClosed(), finding(), connectionClosed()]), '');
  const traceLost = { reason: 'too slow', dropped: 12, firstSeq: 100, lastSeq: 111 };
  assert.equal(
    transcript([{ kind: 'traceLost', traceLost }]),
    'http2: trace lost: dropped 12 events (seq 100-111): too slow',
  );
});

test('nothing a peer sends reaches the terminal as a control character', () => {
  const nasty = '\x1b[2J\r\n\x9b31m\xc2\x9b';
  const lines = transcript([
    frame('CLIENT', 'HEADERS', 1, { headers: headers('REQUEST', [field(nasty, nasty)]) }),
    frame('CLIENT', 'GOAWAY', 0, { goaway: { lastStreamId: 0, error: '', errorCode: 0, debug: nasty } }),
  ]).split('\n');
  assert.equal(lines.length, 3);
  const quoted = '"\\x1b[2J\\r\\n\\x9b31m\\u009b"';
  assert.equal(lines[1], `http2: decoded hpack field header field ${quoted} = ${quoted}`);
  assert.ok(lines[2]?.endsWith(`Debug=${quoted}`));
});
