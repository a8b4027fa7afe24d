/** A whole connection as its events; what each part of it does is tested in the file of that part. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { clientHello } from '../support/client-hello.ts';
import { frames, hex, PREFACE, toBytes } from '../support/frames.ts';
import {
  CALL,
  client,
  FIN,
  fieldsOf,
  message,
  OK,
  OPENING,
  play,
  playOpened,
  type Step,
  server,
  speakers,
  TRAILERS,
} from '../support/script.ts';
import { assertOnly, assertTranscript } from '../support/transcript.ts';

const ECHO = hex('0a 02 68 69');

test('a unary call, from preface to FIN', () => {
  const { request, response } = speakers();
  const events = play(
    [
      client(PREFACE, frames.settings({ ENABLE_PUSH: 0, INITIAL_WINDOW_SIZE: 1000 })),
      server(frames.settings({ MAX_CONCURRENT_STREAMS: 100 }), frames.settingsAck()),
      client(frames.settingsAck()),
      client(request(1, { ...CALL, 'grpc-timeout': '100m' }), frames.data(1, message(ECHO), { endStream: true })),
      server(frames.windowUpdate(0, 9), frames.ping('0102030405060708')),
      client(frames.pong('0102030405060708')),
      server(response(1, OK), frames.data(1, message(ECHO)), response(1, TRAILERS, { endStream: true })),
      client(frames.goaway(0, 'NO_ERROR', 'bye')),
    ],
    { end: FIN },
  );
  assertTranscript(events)`
    1 CLIENT SETTINGS ENABLE_PUSH=0 INITIAL_WINDOW_SIZE=1000 window=65535
    2 SERVER SETTINGS MAX_CONCURRENT_STREAMS=100 window=65535
    3 SERVER SETTINGS ACK window=65535
    4 CLIENT SETTINGS ACK window=65535
    5 CLIENT HEADERS 1 END_HEADERS REQUEST :method=POST :scheme=http :path=/pkg.Service/Method :authority=host content-type=application/grpc grpc-timeout=100m
    6 opened 1 POST host/pkg.Service/Method rpc=pkg.Service:Method timeout=100
    7 CLIENT DATA 1 END_STREAM 9 bytes "\x00\x00\x00\x00\x04\x0a\x02hi" window=65526/65526
    8 message CLIENT 1 #0 4 bytes "\x0a\x02hi" frames 7..7 fields=1:hi
    9 SERVER WINDOW_UPDATE +9 window=65535
    10 SERVER PING 0102030405060708
    11 CLIENT PING ACK 0102030405060708 rtt=1
    12 SERVER HEADERS 1 END_HEADERS RESPONSE :status=200 content-type=application/grpc
    13 SERVER DATA 1 9 bytes "\x00\x00\x00\x00\x04\x0a\x02hi" window=65526/991
    14 message SERVER 1 #0 4 bytes "\x0a\x02hi" frames 13..13 fields=1:hi
    15 SERVER HEADERS 1 END_STREAM,END_HEADERS TRAILERS grpc-status=0
    16 closed 1 TRAILERS by SERVER http=200 grpc=0 OK APPLICATION: the response is complete; 3 ms, first byte 3 1/9 1/9
    17 CLIENT GOAWAY last=0 NO_ERROR bye
    18 connection closed GOAWAY by CLIENT at DRAINING APPLICATION 1 streams 169/116 bytes 8 ms CLIENT DATA=1 CLIENT HEADERS=1 CLIENT SETTINGS=2 CLIENT PING=1 CLIENT GOAWAY=1 SERVER DATA=1 SERVER HEADERS=2 SERVER SETTINGS=2 SERVER PING=1 SERVER WINDOW_UPDATE=1
  `;
});

describe('RFC 9113 §6.7: PING', () => {
  test('the ACK tells the round trip, also of several in flight and in another order', () => {
    const events = playOpened([
      client(frames.ping('00000000000000aa')),
      client(frames.ping('00000000000000bb')),
      server(frames.pong('00000000000000bb'), frames.ping('00000000000000aa')),
      server(frames.pong('00000000000000aa')),
      client(frames.pong('00000000000000aa')),
    ]);
    assertTranscript(events)`
      5 CLIENT PING 00000000000000aa
      6 CLIENT PING 00000000000000bb
      7 SERVER PING ACK 00000000000000bb rtt=1
      8 SERVER PING 00000000000000aa
      9 SERVER PING ACK 00000000000000aa rtt=3
      10 CLIENT PING ACK 00000000000000aa rtt=2
    `;
  });

  test('an ACK that answers no PING of the other side has no round trip', () => {
    const events = playOpened([client(frames.ping('00000000000000aa'), frames.pong('00000000000000aa'))]);
    assertOnly('frame', events)`
      CLIENT PING 00000000000000aa
      CLIENT PING ACK 00000000000000aa
    `;
  });
});

describe('RFC 9113 §6.9: WINDOW_UPDATE', () => {
  test('widens what the other side may send: on the connection, on a stream, and on a stream that is closed', () => {
    const { request } = speakers();
    const events = playOpened([
      client(request(7, CALL), frames.rst(7, 'CANCEL'), request(9, CALL)),
      server(frames.windowUpdate(0, 10), frames.windowUpdate(9, 20), frames.windowUpdate(7, 30)),
      client(frames.windowUpdate(9, 40)),
    ]);
    assertOnly('frame', events)`
      CLIENT HEADERS 7 END_HEADERS REQUEST :method=POST :scheme=http :path=/pkg.Service/Method :authority=host content-type=application/grpc
      CLIENT RST_STREAM 7 CANCEL
      CLIENT HEADERS 9 END_HEADERS REQUEST :method=POST :scheme=http :path=/pkg.Service/Method :authority=host content-type=application/grpc
      SERVER WINDOW_UPDATE +10 window=65545
      SERVER WINDOW_UPDATE 9 +20 window=65545/65555
      SERVER WINDOW_UPDATE 7 +30 window=65545
      CLIENT WINDOW_UPDATE 9 +40 window=65535/65575
    `;
  });

  test('§6.9.1: beyond 2^31-1 it breaks the rule, on the connection and on a stream', () => {
    const { request } = speakers();
    const events = playOpened([
      client(request(1, CALL)),
      server(frames.windowUpdate(0, 2 ** 31 - 1 - 65_535), frames.windowUpdate(0, 1)),
      server(frames.windowUpdate(1, 2 ** 31 - 1)),
    ]);
    assertOnly('frame', events)`
      CLIENT HEADERS 1 END_HEADERS REQUEST :method=POST :scheme=http :path=/pkg.Service/Method :authority=host content-type=application/grpc
      SERVER WINDOW_UPDATE +2147418112 window=2147483647
      SERVER WINDOW_UPDATE +1 window=2147483648 !! FLOW_CONTROL_ERROR CONNECTION: the connection window grew to 2147483648, beyond 2^31-1 (RFC 9113 §6.9.1)
      SERVER WINDOW_UPDATE 1 +2147483647 window=2147483648/2147549182 !! FLOW_CONTROL_ERROR STREAM: the stream window grew to 2147549182, beyond 2^31-1 (RFC 9113 §6.9.1)
    `;
  });

  test('an increment of 0 breaks the rule', () => {
    assertOnly('frame', playOpened([server(frames.windowUpdate(0, 0))]))`
      SERVER WINDOW_UPDATE +0 window=65535 !! PROTOCOL_ERROR CONNECTION: WINDOW_UPDATE has an increment of 0, expected 1 or more (RFC 9113 §6.9)
    `;
  });
});

describe('RFC 9113 §6.8: GOAWAY', () => {
  test('the last one counts for what was not processed, and the first for who ended the connection', () => {
    const { request } = speakers();
    const events = playOpened(
      [
        client(request(1, CALL), request(3, CALL), request(5, CALL)),
        server(frames.goaway(2 ** 31 - 1, 'NO_ERROR', 'max_age'), frames.goaway(3)),
        client(frames.goaway(0)),
      ],
      { end: FIN },
    );
    assertOnly('streamClosed', events)`
      closed 1 CONNECTION_CLOSED by CLIENT at REQUEST INFRASTRUCTURE: the connection ended before the response did: FIN of the client, behind a GOAWAY of the server; 3 ms 0/0 0/0
      closed 3 CONNECTION_CLOSED by CLIENT at REQUEST INFRASTRUCTURE: the connection ended before the response did: FIN of the client, behind a GOAWAY of the server; 3 ms 0/0 0/0
      closed 5 CONNECTION_CLOSED by CLIENT at REQUEST INFRASTRUCTURE: the connection ended before the response did: FIN of the client, behind a GOAWAY of the server; retrySafe=true 3 ms 0/0 0/0
    `;
    assertOnly('connectionClosed', events)`
      connection closed GOAWAY by SERVER at DRAINING INFRASTRUCTURE 3 open 3 streams 132/59 bytes 6 ms CLIENT HEADERS=3 CLIENT SETTINGS=2 CLIENT GOAWAY=1 SERVER SETTINGS=2 SERVER GOAWAY=2
    `;
  });

  test('says nothing of the streams that the server promised', () => {
    const { request, encoders } = speakers();
    const promise = frames.pushPromise(1, 2, encoders.server.encode(fieldsOf(CALL)));
    const events = playOpened([client(request(1, CALL)), server(promise, frames.goaway(1))], { end: FIN });
    assertOnly('streamClosed', events)`
      closed 1 CONNECTION_CLOSED by CLIENT at REQUEST INFRASTRUCTURE: the connection ended before the response did: FIN of the client, behind a GOAWAY of the server; 2 ms 0/0 0/0
      closed 2 CONNECTION_CLOSED by CLIENT at WAITING INFRASTRUCTURE: the connection ended before the response did: FIN of the client, behind a GOAWAY of the server; 1 ms 0/0 0/0
    `;
  });
});

test('a client that says nothing, a connection that we cut', () => {
  assertTranscript(play([], { end: { how: 'LOCAL', error: 'idle for 5 s' } }))`
    1 connection closed LOCAL by us at OPENING INFRASTRUCTURE (idle for 5 s; the client sent nothing) 0 streams 0/0 bytes 0 ms began with CLIENT NOTHING, SERVER NOTHING
  `;
});

test('the server is heard when the client speaks something else', () => {
  const events = play([client(new TextEncoder().encode('GET / HTTP/1.1\r\nHost: a\r\n\r\n')), ...OPENING.slice(1, 2)], {
    end: FIN,
  });
  assertTranscript(events)`
    1 SERVER SETTINGS window=65535
    2 SERVER SETTINGS ACK window=65535
    3 connection closed FIN by CLIENT at OPENING INFRASTRUCTURE (the client spoke no HTTP/2: it began with "GET / HTTP/1.1…", expected the preface of RFC 9113 §3.4) 0 streams 27/18 bytes 2 ms SERVER SETTINGS=2 began with CLIENT HTTP1
  `;
});

describe('the first bytes of a side that speaks no HTTP/2', () => {
  const CLIENT_OPENING = client(PREFACE, frames.settings());
  const SERVER_FIN = { how: 'FIN', endedBy: 'SERVER' } as const;
  const ALERT = server(hex('15 03 03 00 02 02 78'));

  test('RFC 9113 §3.4: a server with TLS that refuses clear text, by an alert of 7 bytes', () => {
    assertTranscript(play([CLIENT_OPENING, ALERT], { end: SERVER_FIN }))`
      1 CLIENT SETTINGS window=65535
      2 connection closed FIN by SERVER at OPENING INFRASTRUCTURE (the server spoke no HTTP/2: it began with TLS alert 120 no_application_protocol ("\x15\x03\x03\x00\x02\x02x"), expected SETTINGS, RFC 9113 §3.4) 0 streams 33/7 bytes 2 ms CLIENT SETTINGS=1 began with SERVER TLS_ALERT 120
    `;
  });

  test('a server of HTTP/1.1: its answer is no frame of type 0x50', () => {
    const answer = server(toBytes('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n'));
    assertTranscript(play([CLIENT_OPENING, answer], { end: SERVER_FIN }))`
      1 CLIENT SETTINGS window=65535
      2 connection closed FIN by SERVER at OPENING INFRASTRUCTURE (the server spoke no HTTP/2: it began with "HTTP/1.1 400 Bad Request", expected SETTINGS, RFC 9113 §3.4) 0 streams 33/47 bytes 2 ms CLIENT SETTINGS=1 began with SERVER HTTP1
    `;
  });

  test('a server that closes without a word', () => {
    assertTranscript(play([CLIENT_OPENING], { end: SERVER_FIN }))`
      1 CLIENT SETTINGS window=65535
      2 connection closed FIN by SERVER at OPENING INFRASTRUCTURE (the server sent nothing) 0 streams 33/0 bytes 1 ms CLIENT SETTINGS=1 began with SERVER NOTHING
    `;
  });

  test('a client with TLS: the name that it looked for, and what it offered', () => {
    const hello = client(clientHello({ sni: 'echo.sre', alpn: ['h2', 'http/1.1'] }));
    const events = play([hello, server(frames.settings())], {
      end: FIN,
      cut: (bytes) => [bytes.subarray(0, 60), bytes.subarray(60)],
    });
    assertOnly('connectionClosed', events)`
      connection closed FIN by CLIENT at OPENING INFRASTRUCTURE (the client spoke no HTTP/2: it began with TLS ("\x16\x03\x01\x00r\x01\x00\x00n\x03\x03\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"), expected the preface of RFC 9113 §3.4) 0 streams 119/9 bytes 2 ms SERVER SETTINGS=1 began with CLIENT TLS_HANDSHAKE hello sni=echo.sre alpn=h2,http/1.1
    `;
  });

  test('does not depend on how they were cut', () => {
    const steps = [client(clientHello({ sni: 'a', alpn: ['h2'] })), ALERT];
    const whole = play(steps, { end: FIN });
    assert.deepEqual(
      play(steps, { end: FIN, cut: (bytes) => Array.from(bytes, (byte) => Uint8Array.of(byte)) }),
      whole,
    );
  });
});

describe('the stage in which a connection ends', () => {
  const stageOf = (steps: readonly Step[]) =>
    play(steps, { end: FIN }).flatMap((event) =>
      event.kind === 'connectionClosed' ? [[event.connectionClosed.stage, event.connectionClosed.openStreams]] : [],
    )[0];

  test('OPENING until both sides sent their SETTINGS, also with streams open', () => {
    const { request } = speakers();
    assert.deepEqual(stageOf(OPENING.slice(0, 1)), ['OPENING', 0]);
    assert.deepEqual(stageOf([...OPENING.slice(0, 1), client(request(1, CALL))]), ['OPENING', 1]);
    assert.deepEqual(stageOf(OPENING), ['IDLE', 0]);
  });

  test('ACTIVE while streams are open, and IDLE again behind the last', () => {
    const { request, response } = speakers();
    const calls = [...OPENING, client(request(1, CALL, { endStream: true }), request(3, CALL, { endStream: true }))];
    assert.deepEqual(stageOf(calls), ['ACTIVE', 2]);
    const answered = [...calls, server(response(1, OK, { endStream: true }))];
    assert.deepEqual(stageOf(answered), ['ACTIVE', 1]);
    assert.deepEqual(stageOf([...answered, client(frames.rst(3, 'CANCEL'))]), ['IDLE', 0]);
  });

  test('DRAINING behind a GOAWAY of either side, whether or not streams are open', () => {
    const { request } = speakers();
    const call = [...OPENING, client(request(1, CALL))];
    assert.deepEqual(stageOf([...call, server(frames.goaway(1))]), ['DRAINING', 1]);
    assert.deepEqual(stageOf([...OPENING, client(frames.goaway(0))]), ['DRAINING', 0]);
  });
});

test('RFC 9113 §5.4.1: streams are ended by who declared the connection failed, whoever closes it first', () => {
  const { request } = speakers();
  const goaway = frames.goaway(0, 'ENHANCE_YOUR_CALM', 'too_many_pings');
  assertOnly('streamClosed', playOpened([client(request(1, CALL)), server(goaway)], { end: FIN }))`
    closed 1 CONNECTION_CLOSED by SERVER at REQUEST INFRASTRUCTURE: the connection ended before the response did: FIN of the client, behind a GOAWAY ENHANCE_YOUR_CALM of the server; retrySafe=true 2 ms 0/0 0/0
  `;
});

test('the last GOAWAY of who said it first tells the error', () => {
  const steps = [
    server(frames.goaway(2 ** 31 - 1, 'NO_ERROR')),
    client(frames.goaway(0, 'PROTOCOL_ERROR')),
    server(frames.goaway(0, 'ENHANCE_YOUR_CALM', 'too_many_pings')),
  ];
  const reasons = playOpened(steps, { end: FIN }).flatMap((event) =>
    event.kind === 'connectionClosed' ? [event.connectionClosed.originReason] : [],
  );
  assert.match(reasons.join(), /^GOAWAY ENHANCE_YOUR_CALM of the server: /);
});

test('who stops within a frame was cut, though nothing was open', () => {
  const [closed] = playOpened([client(frames.ping('0102030405060708').subarray(0, 12))], { end: FIN }).slice(-1);
  assert.ok(closed?.kind === 'connectionClosed');
  assert.equal(closed.connectionClosed.origin, 'INFRASTRUCTURE');
});

test('both sides can be cut inside a frame', () => {
  const events = playOpened(
    [client(frames.ping('0102030405060708').subarray(0, 12)), server(frames.settings().subarray(0, 5))],
    { end: { how: 'RST', endedBy: 'SERVER', error: 'read ECONNRESET' } },
  );
  assert.deepEqual(
    events.map((event) => event.kind === 'connectionClosed' && event.connectionClosed.error),
    [
      'read ECONNRESET; the client stopped inside a PING frame of stream 0: 3 of 8 bytes came; ' +
        'the server stopped after 5 of the 9 bytes of a frame header',
    ],
  );
});
