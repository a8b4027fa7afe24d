import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { TraceEvent } from '../../src/trace/event.ts';
import { frames, hex, join, toBytes } from '../support/frames.ts';
import {
  CALL,
  client,
  FIN,
  message,
  OK,
  type PlayOptions,
  playOpened,
  type Step,
  server,
  speakers,
  TRAILERS,
} from '../support/script.ts';
import { assertOnly, assertTranscript } from '../support/transcript.ts';

/** What `frames` of the client on stream 1, a call, make. The request's HEADERS and streamOpened are left out. */
function afterRequest(sent: readonly Uint8Array[], options: PlayOptions = {}): TraceEvent[] {
  const { request } = speakers();
  return playOpened([client(request(1, CALL), ...sent)], options).slice(2);
}

/** 08 01: field 1, varint 1. */
const ONE = hex('0801');

describe('gRPC messages in DATA frames', () => {
  test('one in one', () => {
    assertTranscript(afterRequest([frames.data(1, message(ONE))]))`
      7 CLIENT DATA 1 7 bytes "\x00\x00\x00\x00\x02\x08\x01" window=65528/65528
      8 message CLIENT 1 #0 2 bytes "\x08\x01" frames 7..7 fields=1:1
    `;
  });

  test('several in one: indexes count on, and all name the same frame', () => {
    const two = join(message(ONE), message(''), message(ONE));
    assertTranscript(afterRequest([frames.data(1, two), frames.data(1, message(ONE))]))`
      7 CLIENT DATA 1 19 bytes "\x00\x00\x00\x00\x02\x08\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x08\x01" window=65516/65516
      8 message CLIENT 1 #0 2 bytes "\x08\x01" frames 7..7 fields=1:1
      9 message CLIENT 1 #1 0 bytes "" frames 7..7 fields=
      10 message CLIENT 1 #2 2 bytes "\x08\x01" frames 7..7 fields=1:1
      11 CLIENT DATA 1 7 bytes "\x00\x00\x00\x00\x02\x08\x01" window=65509/65509
      12 message CLIENT 1 #3 2 bytes "\x08\x01" frames 11..11 fields=1:1
    `;
  });

  test('one across several: it names the first and the last, whatever ends or begins in between', () => {
    const [a, b, c] = [message('aaaa'), message('bbbb'), message('cccc')];
    const events = afterRequest([
      frames.data(1, a.subarray(0, 3)),
      frames.data(1, a.subarray(3, 7)),
      frames.data(1, ''),
      frames.data(1, join(a.subarray(7), b, c.subarray(0, 6))),
      frames.data(1, c.subarray(6)),
      frames.data(1, message('d')),
    ]);
    assertTranscript(events)`
      7 CLIENT DATA 1 3 bytes "\x00\x00\x00" window=65532/65532
      8 CLIENT DATA 1 4 bytes "\x00\x04aa" window=65528/65528
      9 CLIENT DATA 1 0 bytes "" window=65528/65528
      10 CLIENT DATA 1 17 bytes "aa\x00\x00\x00\x00\x04bbbb\x00\x00\x00\x00\x04c" window=65511/65511
      11 message CLIENT 1 #0 4 bytes "aaaa" frames 7..10
      12 message CLIENT 1 #1 4 bytes "bbbb" frames 10..10
      13 CLIENT DATA 1 3 bytes "ccc" window=65508/65508
      14 message CLIENT 1 #2 4 bytes "cccc" frames 10..13
      15 CLIENT DATA 1 6 bytes "\x00\x00\x00\x00\x01d" window=65502/65502
      16 message CLIENT 1 #3 1 bytes "d" frames 15..15
    `;
  });

  test('each side and each stream has its own', () => {
    const { request, response } = speakers();
    const events = playOpened([
      client(request(1, CALL), request(3, CALL)),
      client(frames.data(1, message('aa').subarray(0, 6)), frames.data(3, message('bb'))),
      server(response(1, OK), frames.data(1, message('cc'))),
      client(frames.data(1, message('aa').subarray(6))),
    ]);
    assertOnly('message', events)`
      message CLIENT 3 #0 2 bytes "bb" frames 10..10
      message SERVER 1 #0 2 bytes "cc" frames 13..13
      message CLIENT 1 #0 2 bytes "aa" frames 9..15
    `;
  });

  test('a compressed one is not read, and names its encoding', () => {
    const { request } = speakers();
    const events = playOpened([
      client(request(1, { ...CALL, 'grpc-encoding': 'gzip' }), frames.data(1, message(ONE, 1))),
    ]);
    assertOnly('message', events)`
      message CLIENT 1 #0 compressed encoding=gzip 2 bytes "\x08\x01" frames 7..7
    `;
  });

  test('an encoding that is no name is left out: every message would repeat it', () => {
    const { request } = speakers();
    const long = { ...CALL, 'grpc-encoding': 'x'.repeat(65) };
    assertOnly('message', playOpened([client(request(1, long), frames.data(1, message(ONE)))]))`
      message CLIENT 1 #0 2 bytes "\x08\x01" frames 7..7 fields=1:1
    `;
  });

  test('none where the content is not gRPC', () => {
    const { request } = speakers();
    const http = { ...CALL, 'content-type': 'text/plain' };
    assertOnly('message', playOpened([client(request(1, http), frames.data(1, message(ONE)))]))``;
  });

  test('what is no message is said once, behind the messages before it', () => {
    const events = afterRequest([
      frames.data(1, join(message(ONE), toBytes('GET / HTTP/1.1'))),
      frames.data(1, 'more'),
    ]);
    assertTranscript(events)`
      7 CLIENT DATA 1 21 bytes "\x00\x00\x00\x00\x02\x08\x01GET / HTTP/1.1" window=65514/65514
      8 message CLIENT 1 #0 2 bytes "\x08\x01" frames 7..7 fields=1:1
      9 LOST CLIENT no more messages of the client on stream 1 can be read: body has the text "GET /" (prefix 47 45 54 20 2f), where a message was expected (gRPC PROTOCOL-HTTP2, Length-Prefixed-Message)
      10 CLIENT DATA 1 4 bytes "more" window=65510/65510
    `;
  });
});

describe('previews', () => {
  test('keep the first bytes of the frame and of the message', () => {
    assertTranscript(afterRequest([frames.data(1, message('0123456789'))], { previewBytes: 8 }))`
      7 CLIENT DATA 1 15 bytes "\x00\x00\x00\x00\x0a012…" window=65520/65520
      8 message CLIENT 1 #0 10 bytes "01234567…" frames 7..7 fields=6:49
    `;
  });

  test('a message is told when it is complete, though its frame is not', () => {
    const sent = frames.data(1, join(message('0123456789'), message('abcdefghij')));
    assertTranscript(afterRequest([sent.subarray(0, 9 + 20)], { previewBytes: 8 }))`
      7 CLIENT DATA 1 30 bytes "\x00\x00\x00\x00\x0a012…" window=65505/65505
      8 message CLIENT 1 #0 10 bytes "01234567…" frames 7..7 fields=6:49
    `;
  });

  test('may be empty: nothing of the content is kept', () => {
    assertTranscript(afterRequest([frames.data(1, message(ONE)), frames.data(1, '')], { previewBytes: 0 }))`
      7 CLIENT DATA 1 7 bytes "…" window=65528/65528
      8 message CLIENT 1 #0 2 bytes "…" frames 7..7 fields=
      9 CLIENT DATA 1 0 bytes "" window=65528/65528
    `;
  });

  test('hold what came of a frame that the connection ended in, with the messages that were complete', () => {
    const sent = frames.data(1, join(message(ONE), message('0123456789')), { padding: 3 });
    const events = afterRequest([sent.subarray(0, 9 + 1 + 7 + 5)], { end: FIN });
    assertTranscript(events)`
      7 CLIENT DATA 1 PADDED 26 bytes "\x00\x00\x00\x00\x02\x08\x01\x00\x00\x00\x00\x0a…" +3 padding window=65509/65509
      8 message CLIENT 1 #0 2 bytes "\x08\x01" frames 7..7 fields=1:1
      9 closed 1 CONNECTION_CLOSED by CLIENT at REQUEST INFRASTRUCTURE: the connection ended before the response did: FIN of the client, without a GOAWAY; 1 ms 1/12 0/0
      10 connection closed FIN by CLIENT at ACTIVE INFRASTRUCTURE 1 open (the client stopped inside a DATA frame of stream 1: 13 of 26 bytes came) 1 streams 109/18 bytes 4 ms CLIENT DATA=1 CLIENT HEADERS=1 CLIENT SETTINGS=2 SERVER SETTINGS=2
    `;
  });

  test('a frame of which no content came is none', () => {
    assertOnly('frame', afterRequest([frames.data(1, 'abc').subarray(0, 9)], { end: FIN }))``;
  });
});

describe('RFC 9113 §6.9: what the sender may still send', () => {
  test('§6.9.1: padding and Pad Length count', () => {
    assertTranscript(afterRequest([frames.data(1, 'abc', { padding: 10 })]))`
      7 CLIENT DATA 1 PADDED 14 bytes "abc" +10 padding window=65521/65521
    `;
  });

  test('frames of streams that are closed count on the connection', () => {
    const { request } = speakers();
    const events = playOpened([client(request(9, CALL), frames.rst(9, 'CANCEL'), frames.data(9, 'abc'))]);
    assertOnly('frame', events)`
      CLIENT HEADERS 9 END_HEADERS REQUEST :method=POST :scheme=http :path=/pkg.Service/Method :authority=host content-type=application/grpc
      CLIENT RST_STREAM 9 CANCEL
      CLIENT DATA 9 3 bytes "abc" window=65532
    `;
  });

  test('§6.9.1: overspent, of the stream or of the connection', () => {
    const { request } = speakers();
    const full = frames.data(1, new Uint8Array(16_384));
    const steps: Step[] = [
      client(request(1, { ...CALL, 'content-type': 'text/plain' }), full, full, full),
      client(frames.data(1, new Uint8Array(16_383)), frames.data(1, '', {}), frames.data(1, 'x')),
      server(frames.windowUpdate(0, 10)),
      client(frames.data(1, 'xy')),
    ];
    assertOnly('frame', playOpened(steps, { previewBytes: 0 }).slice(5))`
      CLIENT DATA 1 16383 bytes "…" window=0/0
      CLIENT DATA 1 0 bytes "" window=0/0
      CLIENT DATA 1 1 bytes "…" window=-1/-1 !! FLOW_CONTROL_ERROR CONNECTION: DATA of 1 bytes, but the connection window had 0 (RFC 9113 §6.9.1)
      SERVER WINDOW_UPDATE +10 window=9
      CLIENT DATA 1 2 bytes "…" window=7/-3 !! FLOW_CONTROL_ERROR STREAM: DATA of 2 bytes, but the stream window had -1 (RFC 9113 §6.9.1)
    `;
  });
});

test('a message that had wholly come is told before its stream is closed by a reset, though its frame is still on its way', () => {
  const { request, response } = speakers();
  const two = frames.data(1, join(message('a'), message('bc')));
  const events = playOpened([
    client(request(1, CALL)),
    server(response(1, OK), two.subarray(0, 16)),
    client(frames.rst(1, 'CANCEL')),
    server(two.subarray(16)),
  ]);
  assertTranscript(events.slice(3))`
    8 CLIENT RST_STREAM 1 CANCEL
    9 SERVER DATA 1 13 bytes "\x00\x00\x00\x00\x01a\x00…" window=65522/65522
    10 message SERVER 1 #0 1 bytes "a" frames 9..9
    11 closed 1 RST_STREAM by CLIENT at RESPONSE CANCEL http=200 UNKNOWN: cancelled by the client, which named no deadline: its application, a timeout of its own or a proxy; retrySafe=false 2 ms, first byte 1 0/0 1/7
  `;
});

test('what comes behind END_STREAM is shown, blamed, and no part of the stream', () => {
  const { request, response } = speakers();
  const events = playOpened([
    client(request(1, CALL), frames.data(1, message('a'), { endStream: true }), frames.data(1, message('b'))),
    server(response(1, { ...OK, ...TRAILERS }, { endStream: true })),
  ]);
  assertTranscript(events.slice(2))`
    7 CLIENT DATA 1 END_STREAM 6 bytes "\x00\x00\x00\x00\x01a" window=65529/65529
    8 message CLIENT 1 #0 1 bytes "a" frames 7..7
    9 CLIENT DATA 1 6 bytes "\x00\x00\x00\x00\x01b" window=65523/65523 !! STREAM_CLOSED STREAM: DATA on stream 1 behind its END_STREAM (RFC 9113 §5.1)
    10 SERVER HEADERS 1 END_STREAM,END_HEADERS RESPONSE :status=200 content-type=application/grpc grpc-status=0
    11 closed 1 TRAILERS_ONLY by SERVER http=200 grpc=0 OK APPLICATION: the response is complete; 1 ms, first byte 1 1/6 0/0
  `;
});

test('gRPC-Web: trailers are no message, and tell the status', () => {
  const { request, response } = speakers();
  const type = { 'content-type': 'application/grpc-web+proto' };
  const trailers = message('grpc-status: 5\r\ngrpc-message: none\r\n', 0x80);
  const events = playOpened([
    client(request(1, { ...CALL, ...type }), frames.data(1, message('a'), { endStream: true })),
    server(
      response(1, { ...OK, ...type }),
      frames.data(1, message('b')),
      frames.data(1, trailers, { endStream: true }),
    ),
  ]);
  assertOnly('streamClosed', events)`
    closed 1 TRAILERS by SERVER http=200 grpc=5 NOT_FOUND none APPLICATION: the response is complete; 1 ms, first byte 1 1/6 1/47
  `;
});

test('gRPC-Web: trailers longer than the preview tell the status if it is in what was kept, and never that there was none', () => {
  const closedWith = (trailers: string) => {
    const { request, response } = speakers();
    const type = { 'content-type': 'application/grpc-web' };
    const last = frames.data(1, message(trailers, 0x80), { endStream: true });
    const steps = [
      client(request(1, { ...CALL, ...type }, { endStream: true })),
      server(response(1, { ...OK, ...type }), last),
    ];
    return playOpened(steps, { previewBytes: 40 }).filter(({ kind }) => kind === 'streamClosed');
  };
  const long = `x-a: ${'b'.repeat(50)}\r\n`;
  assertOnly('streamClosed', [...closedWith(`grpc-status: 5\r\n${long}`), ...closedWith(`${long}grpc-status: 5\r\n`)])`
    closed 1 TRAILERS by SERVER http=200 grpc=5 NOT_FOUND APPLICATION: the response is complete; 1 ms, first byte 1 0/0 0/78
    closed 1 TRAILERS by SERVER http=200 UNKNOWN: its grpc-status is in trailers that could not be read: compressed, or longer than what is kept; 1 ms, first byte 1 0/0 0/78
  `;
});

const SECRET_TRAILERS = 'x-a: 1\r\nset-cookie: a=hunter2\r\n';

/** Previews of the DATA that the server sends, and whether they are whole. */
function shownOfWeb(...parts: readonly Uint8Array[]): readonly string[] {
  const { request, response } = speakers();
  const type = { 'content-type': 'application/grpc-web+proto' };
  const steps = [
    client(request(1, { ...CALL, ...type }, { endStream: true })),
    server(response(1, { ...OK, ...type })),
  ];
  return playOpened([...steps, ...parts.map((part) => server(part))]).flatMap((event) => {
    if (event.kind !== 'frame' || event.frame.data === undefined) return [];
    const { preview, truncated } = event.frame.data;
    return [`${Buffer.from(preview).toString('latin1')}${truncated ? '…' : ''}`];
  });
}

test('gRPC-Web: trailers that have a secret are in no preview, however they were cut into frames', () => {
  const body = Buffer.concat([message('a'), message(SECRET_TRAILERS, 0x80)]);
  const first = '\0\0\0\0\x01a';
  assert.deepEqual(shownOfWeb(frames.data(1, body)), [`${first}…`]);
  for (let cut = 1; cut < body.length; cut++) {
    const shown = shownOfWeb(frames.data(1, body.subarray(0, cut)), frames.data(1, body.subarray(cut))).join('');
    assert.equal(shown.replaceAll('…', ''), first);
    const frame = frames.data(1, body);
    assert.deepEqual(shownOfWeb(frame.subarray(0, cut), frame.subarray(cut)), [`${first}…`]);
  }
});

test('gRPC-Web: a preview ends in front of trailers, whatever they are: what is shown must not depend on how they were cut', () => {
  for (const trailers of [
    message('x-a: 1\r\n', 0x80),
    message('x', 0x81),
    Uint8Array.of(0x88, 0xff, 0xff, 0xff, 0xff, 1),
  ]) {
    assert.deepEqual(shownOfWeb(frames.data(1, join(message('a'), trailers))), ['\0\0\0\0\x01a…']);
    assert.deepEqual(shownOfWeb(frames.data(1, join(trailers, message('a')))), ['…']);
  }
});

test('gRPC-Web in its text form: nothing of a response is kept, for its trailers are not found', () => {
  const { request, response } = speakers();
  const type = { 'content-type': 'application/grpc-web-text' };
  const events = playOpened([
    client(request(1, { ...CALL, ...type }), frames.data(1, 'AAAAAAFh', { endStream: true })),
    server(response(1, { ...OK, ...type }), frames.data(1, 'AAAAAAFh', { endStream: true })),
  ]);
  const shown = events.flatMap((event) => (event.kind === 'frame' ? (event.frame.data ?? []) : []));
  assert.deepEqual(
    shown.map(({ preview, truncated }) => [preview.length, truncated]),
    [
      [8, false],
      [0, true],
    ],
  );
});

test('the response of a stream that the client resets goes on as bytes', () => {
  const { request, response } = speakers();
  const events = playOpened([
    client(request(1, CALL)),
    server(response(1, OK), frames.data(1, message('abc')).subarray(0, 15)),
    client(frames.rst(1, 'CANCEL')),
    server(frames.data(1, message('abc')).subarray(15), frames.data(1, message('x')), response(1, TRAILERS)),
  ]);
  assertTranscript(events.slice(2))`
    7 SERVER HEADERS 1 END_HEADERS RESPONSE :status=200 content-type=application/grpc
    8 CLIENT RST_STREAM 1 CANCEL
    9 closed 1 RST_STREAM by CLIENT at RESPONSE CANCEL http=200 UNKNOWN: cancelled by the client, which named no deadline: its application, a timeout of its own or a proxy; retrySafe=false 2 ms, first byte 1 0/0 0/6
    10 SERVER DATA 1 8 bytes "\x00\x00\x00\x00\x03abc" window=65527
    11 SERVER DATA 1 6 bytes "\x00\x00\x00\x00\x01x" window=65521
    12 SERVER HEADERS 1 END_HEADERS TRAILERS grpc-status=0
  `;
});
