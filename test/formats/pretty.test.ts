import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPrettyFormat, type PrettyOptions } from '../../src/formats/pretty.ts';
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
  otherBodies,
  otherFrames,
  START,
  sampleBodies,
  setting,
  stamp,
  streamClosed,
  unaryCall,
} from '../support/events.ts';

const PLAIN: PrettyOptions = { colour: false, time: 'CLOCK' };

function lines(bodies: readonly EventBody[], options: PrettyOptions = PLAIN): string[] {
  const format = createPrettyFormat(options);
  return stamp(bodies).flatMap((event) => [...format(event)]);
}

function transcript(bodies: readonly EventBody[]): string {
  return lines(bodies).join('\n');
}

/** What stands behind the columns of the only line. */
function summary(body: EventBody): string {
  const [line = '', ...more] = lines([body]);
  assert.deepEqual(more, []);
  return line.slice('01:42:47.123 c1   → 1    WINDOW_UPDATE      4  '.length);
}

test('a unary call', () => {
  assert.equal(
    transcript(unaryCall()),
    `
01:42:47.123 c1   → 1    HEADERS           86  POST /sre.echo.v1.EchoService/Echo  END_HEADERS
                           :method: POST
                           :scheme: http
                           :path: /sre.echo.v1.EchoService/Echo
                           :authority: echo.sre:50051
                           content-type: application/grpc
                           te: trailers
                           authorization: [redacted]  never indexed
01:42:47.123 c1     1    stream opened         sre.echo.v1.EchoService/Echo  timeout 1 s
01:42:47.123 c1   → 1    DATA              12  "\\x00\\x00\\x00\\x00\\a…  END_STREAM  window 65523/65523
01:42:47.124 c1   → 1    message #0         7  {"message":"hello"}
01:42:47.124 c1   ← 1    HEADERS           14  :status 200  END_HEADERS
                           :status: 200
                           content-type: application/grpc
01:42:47.124 c1   ← 1    DATA              12  "\\x00\\x00\\x00\\x00\\a…  window 65523/65523
01:42:47.124 c1   ← 1    message #0         7  {"message":"hello"}
01:42:47.125 c1   ← 1    HEADERS           24  grpc-status 0  END_STREAM END_HEADERS
                           grpc-status: 0
                           grpc-message: OK
01:42:47.125 c1     1    stream closed         ended by SERVER TRAILERS grpc-status 0 OK 1.25 ms
                           → 1 message, 12 B  ← 1 message, 12 B  first byte 0.75 ms
`.trim(),
  );
});

test('every other frame type', () => {
  assert.equal(
    transcript(otherFrames()),
    `
01:42:47.123 c1   → 0    SETTINGS          18  window 65535
                           MAX_CONCURRENT_STREAMS=100 INITIAL_WINDOW_SIZE=65535 0x99=7
01:42:47.123 c1   ← 0    SETTINGS           0  ACK  window 65535
01:42:47.123 c1   → 0    PING               8  0102030405ff4109
01:42:47.124 c1   ← 0    PING               8  0102030405ff4109  rtt 0.31 ms  ACK
01:42:47.124 c1   ← 0    WINDOW_UPDATE      4  incr=983041  window 1048564
01:42:47.124 c1   → 1    WINDOW_UPDATE      4  incr=256  window 65779/65535
01:42:47.124 c1   → 3    PRIORITY           5  depends on 1, weight 201, exclusive
01:42:47.125 c1   ← 1    PUSH_PROMISE      24  promises 2  /style.css  END_HEADERS
                           :path: /style.css
01:42:47.125 c1   → 5    HEADERS        16384  depends on 0, weight 16  END_STREAM PRIORITY
01:42:47.125 c1   → 5    CONTINUATION    2198  GET /a  END_HEADERS
                           :method: GET
                           :path: /a
                           header list incomplete: the list passed 65536 bytes
01:42:47.125 c1   ← 0    ALTSVC            20  https://a  h3=":443"
01:42:47.126 c1   ← 0    ORIGIN            13  https://b.test
01:42:47.126 c1   → 0    PRIORITY_UPDATE    7  stream 1: u=1
01:42:47.126 c1   → 0    UNKNOWN 0xfa       3  "abc"  0x2 0x40
01:42:47.126 c1   → 5    RST_STREAM         4  CANCEL
01:42:47.127 c1   → 7    WINDOW_UPDATE      4  incr=0
                           violation PROTOCOL_ERROR (STREAM): WINDOW_UPDATE with an increment of 0,
                           expected 1 to 2147483647, RFC 9113 §6.9
01:42:47.127 c1   ← 0    GOAWAY            22  ENHANCE_YOUR_CALM  "too_many_pings"  last stream 5
`.trim(),
  );
});

test('connections, messages without a schema, HTTP/1.1, findings', () => {
  assert.equal(
    transcript(otherBodies()),
    `
01:42:47.123 c1          conn opened           10.0.3.7:44646 → 10.0.9.2:50051  h2  grpc  with c2
                           TLSv1.3  TLS_AES_256_GCM_SHA384  alpn h2  sni echo.sre
                           client certificate CN=a
                           PROXY v2 [2001:db8::7]:51234 → [2001:db8::1]:443
01:42:47.123 c1   → 3    message #1         7  compressed gzip  truncated
                           1:"hello" 2:150 3:18446744073709551615 4:{1:7i32} 5:\`00ff\` 6:9i64 7:!{}
01:42:47.123 c1     5    stream closed         ended by CLIENT RST_STREAM CANCEL 1.25 ms
                           → 1 message, 12 B  ← 1 message, 12 B
                           stage WAITING, origin UNKNOWN: the client cancelled
                           retry: nobody can tell: the server may have worked on the request
01:42:47.124 c1   →      HTTP/1                GET /healthz HTTP/1.1
                           Host: echo.sre
                           Cookie: [redacted]
01:42:47.124 c1   ←      HTTP/1 end         3  HTTP/1.1 200 OK
                           X-Checksum: 9a
01:42:47.124 c1     1    finding               ERROR The response ended without grpc-status
                           The stream ended with END_STREAM on a DATA frame. A gRPC client reports
                           this as UNKNOWN or INTERNAL.
                           Advice: Look for a proxy that answers in place of the server, or that
                           drops trailers.
                           grpc-missing-status (f1)  seq 4, 9  gRPC over HTTP/2, Responses
01:42:47.124 c1          conn closed           ended by CLIENT RST after 1.2 s  read ECONNRESET
                           stage ACTIVE, origin INFRASTRUCTURE: reset with streams open and no
                           GOAWAY: a crash, a kill, or a proxy or load balancer that cut it
                           2 streams, 1 open  → 18900 B  ← 214 B
                           → HEADERS 2  ← DATA 1
01:42:47.125 c1          conn closed           ended by CLIENT FIN after 1.2 s
                           the client spoke no HTTP/2
                           stage OPENING, origin INFRASTRUCTURE: the client spoke another protocol:
                           a wrong port or scheme, or TLS on one side only
                           began with → TLS_HANDSHAKE, ← TLS_ALERT 120
                           ClientHello: SNI echo.sre, ALPN h2, http/1.1
                           0 streams  → 18900 B  ← 214 B
01:42:47.125 c1          trace lost            blind to what the CLIENT sends: HPACK decoding failed
`.trim(),
  );
});

test('a failed call says who failed, and whether it may be sent again', () => {
  const failed = streamClosed({
    how: 'TRAILERS_ONLY',
    httpStatus: 503,
    grpcStatus: { code: 14, name: 'UNAVAILABLE', message: 'no healthy upstream' },
    origin: 'INFRASTRUCTURE',
    originReason: 'server: envoy',
    retrySafe: true,
    stage: 'WAITING',
    retryReason: 'refused',
  });
  assert.equal(
    transcript([failed]),
    `
01:42:47.123 c1     1    stream closed         ended by SERVER TRAILERS_ONLY grpc-status 14 UNAVAILABLE 1.25 ms
                           "no healthy upstream"
                           → 1 message, 12 B  ← 1 message, 12 B
                           stage WAITING, origin INFRASTRUCTURE: server: envoy
                           retry safe: refused
`.trim(),
  );
});

test('an advice of several lines has each on a line of its own, and a cause that was seen again says how often', () => {
  const found = finding({
    id: 'f7',
    rule: 'K1',
    count: 12,
    lastTime: START + 61_500_000,
    evidence: Array.from({ length: 16 }, (_, n) => 1000 + n),
    spec: ['gRFC A8'],
    advice:
      'client, grpc-go: raise keepalive.ClientParameters.Time to 5 minutes, and leave PermitWithoutStream as it is\n' +
      'server, Envoy: connection_keepalive.interval',
  });
  const shown = lines([found]);
  assert.equal(
    [shown[0], ...shown.slice(3)].join('\n'),
    `
01:42:47.123 c1          finding               ERROR The response ended without grpc-status  ×12
                           Advice:
                             client, grpc-go: raise keepalive.ClientParameters.Time to 5 minutes,
                               and leave PermitWithoutStream as it is
                             server, Envoy: connection_keepalive.interval
                           K1 (f7)  seen 12 times, 01:42:47.123 to 01:43:48.623
                           seq 1000, 1001, 1002, 1003, 1004, 1005, 1006, 1007, 1008, 1009, 1010,
                           1011, 1012, 1013, 1014, 1015
                           gRFC A8
`.trim(),
  );
  for (const line of shown) assert.ok(line.length <= 100, line);
});

test('a call that its connection took with it has failed, whatever came before', () => {
  const cut = streamClosed({
    how: 'CONNECTION_CLOSED',
    stage: 'RESPONSE',
    retrySafe: false,
    retryReason: 'it had begun',
  });
  assert.match(transcript([cut]), /stage RESPONSE, origin .*\n +retry not safe: it had begun$/);
});

test('a stream that ends without a gRPC status shows what there is', () => {
  assert.match(transcript([streamClosed({ httpStatus: 404 })]), /ended by SERVER TRAILERS :status 404 1\.25 ms/);
  assert.match(transcript([streamClosed({ error: '', errorCode: 0x99 })]), /TRAILERS error 0x99 1\.25 ms/);
  assert.match(transcript([streamClosed()]), /ended by SERVER TRAILERS 1\.25 ms/);
});

test('settings are in the line when they fit there, else under it', () => {
  const few = [setting('ENABLE_PUSH', 2, 0), setting('', 0x99, 7)];
  assert.equal(summary(frame('CLIENT', 'SETTINGS', 0, { settings: few })), 'ENABLE_PUSH=0 0x99=7');
  const many = Array.from({ length: 9 }, (_, n) => setting('INITIAL_WINDOW_SIZE', 4, n));
  const [first = '', ...under] = lines([frame('CLIENT', 'SETTINGS', 0, { settings: many })]);
  assert.ok(first.endsWith('SETTINGS           0'));
  assert.equal(under.join(' ').match(/INITIAL_WINDOW_SIZE=\d/g)?.length, 9);
  for (const line of under) assert.ok(line.length <= 100);
});

test('a trailers-only answer shows both statuses', () => {
  const fields = [field(':status', '200'), field('grpc-status', '12'), field('grpc-message', 'unknown method')];
  const [line = ''] = lines([frame('SERVER', 'HEADERS', 1, { headers: headers('RESPONSE', fields) })]);
  assert.ok(line.endsWith('  :status 200  grpc-status 12'));
});

test('a long value is cut, and its end marked', () => {
  const value = 'x'.repeat(5000);
  const [first = '', second = ''] = lines([
    frame('CLIENT', 'HEADERS', 1, { headers: headers('REQUEST', [field(':path', value)]) }),
  ]);
  assert.match(first, /x{30,}…$/);
  assert.ok(first.length <= 100, first);
  assert.match(second, /x{499}…$/);
});

test('a message that is longer than its line is under it, in lines of 100 columns, and is cut at the same length', () => {
  const [first, ...under] = lines([message('CLIENT', 1, { json: { value: 'x'.repeat(5000) } })]);
  assert.match(first ?? '', /message #0 +\d+$/);
  assert.ok(under.every((line) => line.length <= 100));
  assert.equal(under.map((line) => line.trimStart()).join(''), `{"value":"${'x'.repeat(489)}…`);
});

test('the offset of the connection can stand in place of the time of day', () => {
  const [, second = ''] = lines([connectionOpened(), streamClosed()], { colour: false, time: 'OFFSET' });
  assert.ok(second.startsWith('      +0.250 c1     1    stream closed'));
});

/** With colours, the escape character made visible. */
function coloured(bodies: readonly EventBody[]): string[] {
  return lines(bodies, { colour: true, time: 'CLOCK' }).map((line) => line.replaceAll('\x1b', '␛'));
}

test('client cyan, server magenta, details dim, trouble red', () => {
  const [request = '', name = ''] = coloured(unaryCall());
  assert.equal(
    request,
    '␛[2m01:42:47.123␛[0m c1   ␛[36m→␛[0m 1    ␛[36mHEADERS␛[0m           86  ' +
      'POST /sre.echo.v1.EchoService/Echo  ␛[2mEND_HEADERS␛[0m',
  );
  assert.equal(name.trim(), '␛[36m:method␛[0m: POST');
  const [reset = ''] = coloured([
    frame('SERVER', 'RST_STREAM', 1, { length: 4, rstStream: { error: 'CANCEL', errorCode: 8 } }),
  ]);
  assert.match(reset, /␛\[35m←␛\[0m.*␛\[31mCANCEL␛\[0m$/);
  const [warning = ''] = coloured([finding({ severity: 'WARNING' })]);
  assert.match(warning, /␛\[33mWARNING␛\[0m The response/);
});

test('why a connection ended is in its row where there is room, and below it where not', () => {
  const closed = (error: string) => lines([connectionClosed({ how: 'LOCAL', error, ageMs: 1 })]);
  assert.match(closed('cut by us')[0] ?? '', /LOCAL after 1 ms {2}cut by us$/);
  const [row, below] = closed('a b c d '.repeat(9).trim());
  assert.match(row ?? '', /LOCAL after 1 ms$/);
  assert.match(below ?? '', /^ {27}a b c d/);
});

test('colour changes no text', () => {
  const bodies = sampleBodies();
  assert.deepEqual(
    coloured(bodies).map((line) => line.replace(/␛\[\d+m/g, '')),
    lines(bodies),
  );
});

test('a typical line fits in 100 columns', () => {
  for (const line of lines([...unaryCall(), ...otherFrames()])) assert.ok(line.length <= 100, line);
});

/** Every place where a peer can put text of its own. */
function bodiesWith(nasty: string): EventBody[] {
  const json = { [nasty]: nasty };
  return [
    connectionOpened({ tls: { alpn: nasty, sni: nasty, clientCertificate: nasty } }),
    frame('CLIENT', 'HEADERS', 1, {
      headers: headers('REQUEST', [field(':method', nasty), field(':path', nasty), field(nasty, nasty)]),
    }),
    frame('SERVER', 'HEADERS', 1, {
      headers: headers('TRAILERS', [field('grpc-status', nasty), field('grpc-message', nasty)]),
    }),
    frame('CLIENT', 'DATA', 1, { data: { padding: 0, preview: bytes(nasty), truncated: false } }),
    frame('CLIENT', 'UNKNOWN', 1, { unknown: { preview: bytes(nasty), truncated: false } }),
    frame('CLIENT', 'GOAWAY', 0, { goaway: { lastStreamId: 0, error: '', errorCode: 0, debug: nasty } }),
    frame('SERVER', 'ALTSVC', 0, { altsvc: { origin: nasty, fieldValue: nasty } }),
    frame('SERVER', 'ORIGIN', 0, { origin: { origins: [nasty] } }),
    frame('CLIENT', 'PRIORITY_UPDATE', 0, { priorityUpdate: { prioritizedStreamId: 1, fieldValue: nasty } }),
    message('CLIENT', 1, { json }),
    message('CLIENT', 1, { compressed: true, encoding: nasty, fields: [{ number: 1, wireType: 'LEN', text: nasty }] }),
    {
      kind: 'streamOpened',
      streamOpened: {
        streamId: 1,
        method: nasty,
        path: nasty,
        authority: nasty,
        rpc: { service: nasty, method: nasty },
      },
    },
    { kind: 'streamOpened', streamOpened: { streamId: 1, method: nasty, path: nasty, authority: nasty } },
    streamClosed({ grpcStatus: { code: 2, name: 'UNKNOWN', message: nasty }, originReason: nasty }),
    {
      kind: 'http1',
      http1: {
        from: 'CLIENT',
        stage: 'HEAD',
        index: 0,
        startLine: nasty,
        fields: [{ name: nasty, value: nasty, redacted: false }],
      },
    },
    // The lines of an advice are ours.
    finding({ title: nasty, explanation: nasty, advice: nasty.replaceAll('\n', '') }),
    connectionClosed({ error: nasty, clientHello: { sni: nasty, alpn: [nasty] } }),
    { kind: 'traceLost', traceLost: { reason: nasty, dropped: 1 } },
  ];
}

test('nothing a peer sends reaches the terminal as a control character', () => {
  const clean = lines(bodiesWith('clean')).length;
  for (const nasty of ['\x1b[2J', '\r\n', '\u009b31m', '\x7f\0', '\xe2\x80\xae', '\x1b]0;title\x07']) {
    const printed = lines(bodiesWith(nasty));
    assert.equal(printed.length, clean);
    for (const line of printed) assert.doesNotMatch(line, /[\p{C}\p{Zl}\p{Zp}]/u);
  }
});
