import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import type { Frame, HeaderField, Http1Field, TraceEvent } from '../../../src/trace/event.ts';
import { callAgain } from '../../../src/web/model/call-again.ts';
import {
  bytes,
  connectionOpened,
  type EventBody,
  field,
  frame,
  headers,
  message,
  redactedField,
  stamp,
  unaryCall,
} from '../../support/events.ts';

const REFLECTION = 'grpcurl asks the server for its schema by reflection: without it, add -proto or -protoset';

const CALL: readonly HeaderField[] = [
  field(':method', 'POST'),
  field(':scheme', 'http'),
  field(':path', '/a.B/C'),
  field(':authority', 'echo.sre:50051'),
  field('content-type', 'application/grpc'),
];

function request(fields: readonly HeaderField[], parts: Partial<Frame> = {}): EventBody {
  return frame('CLIENT', 'HEADERS', 1, { headers: headers('REQUEST', fields), ...parts });
}

function again(...bodies: readonly EventBody[]) {
  return callAgain(stamp(bodies));
}

function command(...bodies: readonly EventBody[]): string {
  return again(...bodies)?.command.replaceAll(' \\\n  ', ' ') ?? '';
}

/** The words of a command as bash reads them. */
function words(text: string): string[] {
  const out = execFileSync('bash', ['-c', `printf '%s\\0' ${text}`]).toString();
  return out.split('\0').slice(0, -1);
}

test('a unary call', () => {
  const found = callAgain(stamp(unaryCall()));
  assert.equal(found?.tool, 'grpcurl');
  assert.equal(
    found?.command,
    [
      'grpcurl -plaintext',
      "-H 'authorization: <redacted: authorization>'",
      `-d '{"message":"hello"}'`,
      'echo.sre:50051 sre.echo.v1.EchoService/Echo',
    ].join(' \\\n  '),
  );
  assert.deepEqual(found?.notes, [
    REFLECTION,
    'authorization is redacted: put its value in the place of <redacted: authorization>',
  ]);
});

test('metadata is sent again, and nothing of the transport is', () => {
  const own = ['te', 'user-agent', 'grpc-accept-encoding', 'grpc-encoding', 'connection', 'content-length', 'host'];
  const found = command(
    request([
      ...CALL,
      ...own.map((name) => field(name, 'trailers')),
      field('x-a', '1'),
      field('x-a', '2'),
      field('k-bin', 'AAE='),
      field('x-empty', ''),
    ]),
  );
  assert.equal(
    found,
    "grpcurl -plaintext -H 'x-a: 1' -H 'x-a: 2' -H 'k-bin: AAE=' -H 'x-empty: ' echo.sre:50051 a.B/C",
  );
});

test('the deadline is that of grpc-timeout', () => {
  for (const [timeout, seconds] of [
    ['1S', '1'],
    ['1500m', '1.5'],
    ['2M', '120'],
    ['50u', '0.00005'],
    ['1H', '3600'],
  ] as const) {
    assert.match(command(request([...CALL, field('grpc-timeout', timeout)])), new RegExp(`-max-time ${seconds} `));
  }
  assert.doesNotMatch(command(request([...CALL, field('grpc-timeout', 'soon')])), /max-time/);
});

test('messages of a client stream are one after the other', () => {
  const found = command(
    request(CALL),
    message('CLIENT', 1, { json: { n: 1 } }),
    message('CLIENT', 1, { index: 1, json: { n: 2 } }),
    message('SERVER', 1, { json: { n: 3 } }),
    message('CLIENT', 3, { json: { n: 4 } }),
  );
  assert.match(found, /-d '\{"n":1\} \{"n":2\}'/);
});

test('a message whose JSON is not known is a gap that is told', () => {
  const found = again(request(CALL), message('CLIENT', 1, { index: 2, truncated: true }));
  assert.match(found?.command ?? '', /-d '<message #2: 7 bytes>'/);
  assert.deepEqual(found?.notes.slice(1), [
    'left out: 2 messages before #2, no longer held',
    'message #2 is truncated: put its JSON in the place of <message #2…>',
  ]);
  const without = again(request(CALL));
  assert.doesNotMatch(without?.command ?? '', / -d /);
  assert.match(without?.notes.join() ?? '', /no message of the request/);
});

test('messages that no command line takes are left out', () => {
  const found = again(request(CALL), message('CLIENT', 1, { json: { text: 'x'.repeat(100_000) } }));
  assert.ok((found?.command.length ?? 0) < 1_000);
  assert.match(found?.notes.join() ?? '', /too long for a command/);
});

test('TLS is that of the connection, or else of the scheme', () => {
  const https = CALL.map((each) => (each.name === ':scheme' ? field(':scheme', 'https') : each));
  assert.match(command(request(https)), /^grpcurl -insecure /);
  assert.match(command(connectionOpened({ protocol: 'h2c' }), request(https)), /^grpcurl -plaintext /);
  const tls = again(connectionOpened({ protocol: 'h2', tls: { clientCertificate: 'CN=a' } }), request(CALL));
  assert.match(tls?.command ?? '', /^grpcurl -insecure /);
  assert.deepEqual(tls?.notes.slice(1, 3), [
    '-insecure: the certificate of the server is not checked',
    'the client showed a certificate: add yours',
  ]);
});

test('an authority without a port gets that of the connection', () => {
  const bare = CALL.map((each) => (each.name === ':authority' ? field(':authority', 'echo.sre') : each));
  assert.match(command(connectionOpened(), request(bare)), /-authority echo\.sre .*echo\.sre:50051 a\.B\/C$/);
  const none = CALL.filter(({ name }) => name !== ':authority');
  assert.match(command(connectionOpened(), request(none)), /10\.0\.9\.2:50051 a\.B\/C$/);
  assert.match(command(request(none)), /'<host:port>' a\.B\/C$/);
});

test('nothing that a peer sent is more than a word', () => {
  const evil = `'; touch /tmp/x; $(id) \`id\` "\\`;
  const fields = [
    field(':method', 'POST'),
    field(':path', `/a${evil}/C`.replaceAll('/tmp/x', 'x')),
    field(':authority', `-H=${evil}:1`),
    field('content-type', 'application/grpc'),
    field('x-note', `${evil}\u001b[31m!`),
    field('x-utf8', 'zw\xc3\xb6lf'),
    field('x-bytes', '\xff'),
  ];
  const found = again(request(fields), message('CLIENT', 1, { json: { a: `${evil}\n😀` } }));
  const read = words(found?.command ?? '');
  assert.deepEqual(read.slice(0, 6), [
    'grpcurl',
    '-plaintext',
    '-H',
    `x-note: ${evil}\u001b[31m!`,
    '-H',
    'x-utf8: zwölf',
  ]);
  assert.deepEqual(JSON.parse(read[read.indexOf('-d') + 1] ?? ''), { a: `${evil}\n😀` });
  assert.deepEqual(read.slice(-3), ['--', `-H=${evil}:1`, `a${evil}/C`.replaceAll('/tmp/x', 'x')]);
});

test('fields that no request may have are left out, and told', () => {
  const found = again(request([...CALL, field('@/etc/passwd', 'x'), field('x-a', 'b\r\nx-c: d'), field('x-n', '\0')]));
  assert.doesNotMatch(found?.command ?? '', /-H/);
  assert.deepEqual(found?.notes.slice(1, 4), [
    'left out: the field @/etc/passwd, which is no name of HTTP',
    'left out: x-a, whose value has a NUL or a line end',
    'left out: x-n, whose value has a NUL or a line end',
  ]);
});

const PLAIN: readonly HeaderField[] = [
  field(':method', 'PUT'),
  field(':scheme', 'https'),
  field(':path', '/a?b=[1]&c=$d'),
  field(':authority', 'web.sre'),
  field('content-type', 'text/plain'),
  redactedField('cookie'),
];

test('a request of HTTP/2 that is no gRPC is one of curl', () => {
  const body = frame('CLIENT', 'DATA', 1, { data: { padding: 0, preview: bytes('zw\xc3\xb6lf'), truncated: false } });
  const found = again(request(PLAIN), body);
  assert.equal(found?.tool, 'curl');
  assert.deepEqual(words(found?.command ?? ''), [
    ...['curl', '--http2', '--insecure', '-X', 'PUT'],
    ...['-H', 'content-type: text/plain', '-H', 'cookie: <redacted: cookie>', '-H', 'host: web.sre'],
    ...['--globoff', 'https://web.sre:443/a?b=[1]&c=$d', '--data-raw', 'zwölf'],
  ]);
});

test('gRPC-Web is one of curl, and so is a path of no method', () => {
  const web = CALL.map((each) => (each.name === 'content-type' ? field('content-type', 'application/grpc-web') : each));
  assert.match(command(request(web)), /^curl --http2-prior-knowledge -X POST /);
  const odd = CALL.map((each) => (each.name === ':path' ? field(':path', '*') : each));
  assert.match(command(request(odd)), /--request-target '\*' http:\/\/echo\.sre:50051$/);
});

test('a body that is not whole, or no text, is a file', () => {
  const cut = frame('CLIENT', 'DATA', 1, { data: { padding: 0, preview: bytes('a'), truncated: true } });
  assert.match(command(request(PLAIN), cut), /--data-binary @body$/);
  const binary = frame('CLIENT', 'DATA', 1, { data: { padding: 0, preview: bytes('\xff\0'), truncated: false } });
  assert.match(again(request(PLAIN), binary)?.notes.join() ?? '', /the body is binary/);
});

function http1(startLine: string, fields: readonly Http1Field[], bodyLength = 0): TraceEvent[] {
  return stamp([
    { kind: 'http1', http1: { from: 'CLIENT', stage: 'HEAD', index: 2, startLine, fields } },
    { kind: 'http1', http1: { from: 'CLIENT', stage: 'END', index: 2, startLine, bodyLength } },
    { kind: 'http1', http1: { from: 'SERVER', stage: 'HEAD', index: 2, startLine: 'HTTP/1.1 200 OK', fields: [] } },
  ]);
}

const HOST: Http1Field = { name: 'Host', value: 'web.sre:8080', redacted: false };

test('a request of HTTP/1.1', () => {
  const found = callAgain(
    http1(
      'POST /a/../b HTTP/1.1',
      [
        HOST,
        { name: 'Authorization', value: '', redacted: true },
        { name: 'X-Empty', value: '', redacted: false },
        { name: 'Transfer-Encoding', value: 'chunked', redacted: false },
      ],
      12,
    ),
  );
  assert.deepEqual(words(found?.command ?? ''), [
    ...['curl', '--http1.1', '-X', 'POST', '-H', 'Authorization: <redacted: authorization>', '-H', 'X-Empty;'],
    ...['--path-as-is', 'http://web.sre:8080/a/../b', '--data-binary', '@body'],
  ]);
  assert.deepEqual(found?.notes, [
    'authorization is redacted: put its value in the place of <redacted: authorization>',
    'the body of 12 bytes is not in the trace: put it in the file body',
  ]);
});

test('GET and HEAD are what curl sends by itself', () => {
  assert.equal(callAgain(http1('GET /a HTTP/1.1', [HOST]))?.command, 'curl --http1.1 \\\n  http://web.sre:8080/a');
  assert.match(callAgain(http1('HEAD /a HTTP/1.1', [HOST]))?.command ?? '', /--head/);
});

test('without the head of the request there is no command', () => {
  assert.equal(callAgain([]), undefined);
  assert.equal(again(message('CLIENT', 1, { json: {} })), undefined);
  assert.equal(callAgain(http1('', []).slice(1)), undefined);
});

test('odd requests make no exception', () => {
  assert.doesNotThrow(() => callAgain(http1('', [])));
  assert.doesNotThrow(() => again(request([])));
  assert.doesNotThrow(() => again(request([field('content-type', 'application/grpc')])));
});
