import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createNghttpFormat } from '../../src/formats/nghttp.ts';
import {
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
} from '../support/events.ts';

function transcript(bodies: readonly EventBody[], conn = 'c1'): string {
  const format = createNghttpFormat();
  return stamp(bodies, conn)
    .flatMap((event) => format(event))
    .join('\n');
}

/** The same without the times, which the test of the first line covers. */
function timeless(bodies: readonly EventBody[]): string {
  return transcript(bodies).replace(/^\[id=1\] \[ {2}0\.\d{3}\] /gm, '');
}

test('the lines that nghttpd -v prints for the same frames', () => {
  // Copied from nghttpd 1.52.0; only the times and the order of SETTINGS differ.
  const bodies = [
    frame('CLIENT', 'SETTINGS', 0, {
      length: 18,
      settings: [setting('MAX_CONCURRENT_STREAMS', 3, 100), setting('', 0x99, 1)],
    }),
    frame('CLIENT', 'PING', 0, { length: 8, ping: { opaque: '6162636465666768', ack: false } }),
    frame('SERVER', 'PING', 0, { flags: ['ACK'], length: 8, ping: { opaque: '6162636465666768', ack: true } }),
    frame('CLIENT', 'PRIORITY', 3, { length: 5, priority: { streamDependency: 0, exclusive: false, weight: 201 } }),
    frame('CLIENT', 'HEADERS', 13, {
      flags: ['END_STREAM', 'END_HEADERS', 'PRIORITY'],
      length: 47,
      priority: { streamDependency: 11, exclusive: false, weight: 16 },
      headers: headers('REQUEST', [field(':method', 'GET'), field('cookie', 'b', 'NEVER_INDEXED')]),
    }),
    frame('SERVER', 'SETTINGS', 0, { flags: ['ACK'], settings: [] }),
    frame('SERVER', 'HEADERS', 13, {
      flags: ['END_HEADERS'],
      length: 102,
      headers: headers('RESPONSE', [field(':status', '200'), field('trailer', 'x-t')]),
    }),
    frame('SERVER', 'DATA', 13, { length: 3 }),
    frame('SERVER', 'HEADERS', 13, {
      flags: ['END_STREAM', 'END_HEADERS'],
      length: 7,
      headers: headers('TRAILERS', [field('x-t', '1')]),
    }),
    streamClosed({ streamId: 13 }),
    frame('CLIENT', 'RST_STREAM', 13, { length: 4, rstStream: { error: '', errorCode: 0x99 } }),
    frame('CLIENT', 'GOAWAY', 0, {
      length: 23,
      goaway: { lastStreamId: 0, error: 'ENHANCE_YOUR_CALM', errorCode: 11, debug: 'too_many\x1b"pings' },
    }),
    connectionClosed(),
  ];
  assert.equal(
    transcript(bodies),
    `
[id=1] [  0.000] recv SETTINGS frame <length=18, flags=0x00, stream_id=0>
          (niv=2)
          [SETTINGS_MAX_CONCURRENT_STREAMS(0x03):100]
          [UNKNOWN(0x99):1]
[id=1] [  0.000] recv PING frame <length=8, flags=0x00, stream_id=0>
          (opaque_data=6162636465666768)
[id=1] [  0.000] send PING frame <length=8, flags=0x01, stream_id=0>
          ; ACK
          (opaque_data=6162636465666768)
[id=1] [  0.000] recv PRIORITY frame <length=5, flags=0x00, stream_id=3>
          (dep_stream_id=0, weight=201, exclusive=0)
[id=1] [  0.001] recv (stream_id=13) :method: GET
[id=1] [  0.001] recv (stream_id=13, sensitive) cookie: b
[id=1] [  0.001] recv HEADERS frame <length=47, flags=0x25, stream_id=13>
          ; END_STREAM | END_HEADERS | PRIORITY
          (padlen=0, dep_stream_id=11, weight=16, exclusive=0)
          ; Open new stream
[id=1] [  0.001] send SETTINGS frame <length=0, flags=0x01, stream_id=0>
          ; ACK
          (niv=0)
[id=1] [  0.001] send HEADERS frame <length=102, flags=0x04, stream_id=13>
          ; END_HEADERS
          (padlen=0)
          ; First response header
          :status: 200
          trailer: x-t
[id=1] [  0.001] send DATA frame <length=3, flags=0x00, stream_id=13>
[id=1] [  0.002] send HEADERS frame <length=7, flags=0x05, stream_id=13>
          ; END_STREAM | END_HEADERS
          (padlen=0)
          x-t: 1
[id=1] [  0.002] stream_id=13 closed
[id=1] [  0.002] recv RST_STREAM frame <length=4, flags=0x00, stream_id=13>
          (error_code=unknown(0x99))
[id=1] [  0.002] recv GOAWAY frame <length=23, flags=0x00, stream_id=0>
          (last_stream_id=0, error_code=ENHANCE_YOUR_CALM(0x0b), opaque_data(15)=[too_many."pings])
[id=1] [  0.003] closed
`.trim(),
  );
});

test('every other frame type', () => {
  assert.equal(
    timeless(otherFrames().slice(4)),
    `
send WINDOW_UPDATE frame <length=4, flags=0x00, stream_id=0>
          (window_size_increment=983041)
recv WINDOW_UPDATE frame <length=4, flags=0x00, stream_id=1>
          (window_size_increment=256)
recv PRIORITY frame <length=5, flags=0x00, stream_id=3>
          (dep_stream_id=1, weight=201, exclusive=1)
send PUSH_PROMISE frame <length=24, flags=0x04, stream_id=1>
          ; END_HEADERS
          (padlen=0, promised_stream_id=2)
          :path: /style.css
recv HEADERS frame <length=16384, flags=0x21, stream_id=5>
          ; END_STREAM | PRIORITY
          (padlen=0, dep_stream_id=0, weight=16, exclusive=0)
recv (stream_id=5) :method: GET
recv (stream_id=5) :path: /a
recv CONTINUATION frame <length=2198, flags=0x04, stream_id=5>
          ; END_HEADERS
          ; Header list incomplete: the list passed 65536 bytes
send ALTSVC frame <length=20, flags=0x00, stream_id=0>
          (origin=[https://a], altsvc_field_value=[h3=":443"])
send ORIGIN frame <length=13, flags=0x00, stream_id=0>
          [https://b.test]
recv PRIORITY_UPDATE frame <length=7, flags=0x00, stream_id=0>
          (prioritized_stream_id=1, priority_field_value=[u=1])
recv extension(0xfa) frame <length=3, flags=0x42, stream_id=0>
          ;${' '}
recv RST_STREAM frame <length=4, flags=0x00, stream_id=5>
          (error_code=CANCEL(0x08))
[INVALID; error=WINDOW_UPDATE with an increment of 0, expected 1 to 2147483647] recv WINDOW_UPDATE frame <length=4, flags=0x00, stream_id=7>
          (window_size_increment=0)
send GOAWAY frame <length=22, flags=0x00, stream_id=0>
          (last_stream_id=5, error_code=ENHANCE_YOUR_CALM(0x0b), opaque_data(14)=[too_many_pings])
`.trim(),
  );
});

test('padding counts the Pad Length byte, as nghttp2 does', () => {
  const bodies = [
    frame('CLIENT', 'DATA', 1, {
      flags: ['PADDED'],
      length: 5,
      data: { padding: 2, preview: new Uint8Array(2), truncated: false },
    }),
    frame('CLIENT', 'HEADERS', 1, {
      flags: ['END_HEADERS', 'PADDED', 'PRIORITY'],
      length: 100,
      priority: { streamDependency: 0, exclusive: false, weight: 16 },
      headers: headers('REQUEST', [], 91),
    }),
    frame('SERVER', 'PUSH_PROMISE', 1, {
      flags: ['END_HEADERS', 'PADDED'],
      length: 100,
      pushPromise: { promisedStreamId: 2 },
      headers: headers('PUSH', [], 95),
    }),
    frame('CLIENT', 'HEADERS', 1, { flags: ['PADDED'], length: 100 }),
  ];
  assert.deepEqual(timeless(bodies).match(/padlen=[^,)]+/g), ['padlen=3', 'padlen=4', 'padlen=1', 'padlen=?']);
});

test('on a connection that we opened, as nghttp: what the client sends is sent', () => {
  const bodies = [
    connectionOpened({ role: 'CLIENT' }),
    frame('CLIENT', 'SETTINGS', 0, { settings: [] }),
    frame('SERVER', 'SETTINGS', 0, { settings: [] }),
  ];
  assert.equal(
    transcript(bodies, 'c12'),
    `
[id=12] [  0.000] Connected
[id=12] [  0.000] send SETTINGS frame <length=0, flags=0x00, stream_id=0>
          (niv=0)
[id=12] [  0.000] recv SETTINGS frame <length=0, flags=0x00, stream_id=0>
          (niv=0)
`.trim(),
  );
});

test('times are seconds since the connection opened, right-aligned', () => {
  const [event] = stamp([connectionClosed()]);
  assert.ok(event);
  assert.deepEqual(createNghttpFormat()({ ...event, offsetMs: 61_007.9 }), ['[id=1] [ 61.007] closed']);
});

test('what nghttpd has no line for prints nothing, but a loss is told', () => {
  assert.equal(transcript([connectionOpened(), message('CLIENT', 1), finding()]), '');
  const traceLost = { reason: 'too slow', dropped: 12, firstSeq: 100, lastSeq: 111 };
  assert.equal(
    transcript([{ kind: 'traceLost', traceLost }], ''),
    '[  0.000] [ERROR] trace lost: dropped 12 events (seq 100-111): too slow',
  );
});

test('nothing a peer sends reaches the terminal as a control character, and a secret stays in', () => {
  const nasty = '\x1b[2J\r\n\x9b31m\xc2\x9b';
  const escaped = '\\x1b[2J\\r\\n\\x9b31m\\u009b';
  const lines = timeless([
    frame('CLIENT', 'HEADERS', 1, { headers: headers('REQUEST', [field(nasty, nasty), redactedField('cookie')]) }),
    frame('CLIENT', 'GOAWAY', 0, { goaway: { lastStreamId: 0, error: '', errorCode: 0, debug: nasty } }),
    frame('SERVER', 'ALTSVC', 0, { altsvc: { origin: nasty, fieldValue: nasty } }),
    frame('SERVER', 'ORIGIN', 0, { origin: { origins: [nasty] } }),
    frame('CLIENT', 'PRIORITY_UPDATE', 0, { priorityUpdate: { prioritizedStreamId: 1, fieldValue: nasty } }),
  ]);
  assert.equal(
    lines,
    `
recv (stream_id=1) ${escaped}: ${escaped}
recv (stream_id=1, sensitive) cookie: [redacted]
recv HEADERS frame <length=0, flags=0x00, stream_id=1>
          (padlen=0)
          ; Open new stream
recv GOAWAY frame <length=0, flags=0x00, stream_id=0>
          (last_stream_id=0, error_code=unknown(0x00), opaque_data(12)=[.[2J...31m..])
send ALTSVC frame <length=0, flags=0x00, stream_id=0>
          (origin=[${escaped}], altsvc_field_value=[${escaped}])
send ORIGIN frame <length=0, flags=0x00, stream_id=0>
          [${escaped}]
recv PRIORITY_UPDATE frame <length=0, flags=0x00, stream_id=0>
          (prioritized_stream_id=1, priority_field_value=[${escaped}])
`.trim(),
  );
});
