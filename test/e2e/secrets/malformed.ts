/** Secrets in what is no HTTP: the errors that it makes must not have them either. */

import { type FieldToEncode, HpackEncoder } from '../../../src/wire/hpack/encoder.ts';
import { frames, join, PREFACE } from '../../support/frames.ts';
import { ECHO_PATH } from '../../support/interop/echo-call.ts';
import type { Canaries } from './canaries.ts';
import { sendRaw } from './clients.ts';
import type { Target } from './traffic.ts';

/** Longer than what Node and the trace take for a head. */
const TOO_LONG = 'a'.repeat(100_000);

/** @param token which another one must not be mixed up with */
function http1Heads(token: string): Readonly<Record<string, string>> {
  const start = 'GET /echo HTTP/1.1\r\nHost: a\r\n';
  const secret = `Authorization: Bearer ${token}\r\n`;
  const chunked = `POST /echo HTTP/1.1\r\nHost: a\r\n${secret}Transfer-Encoding: chunked\r\n\r\n`;
  return {
    'a blank in front of the colon': `${start}Authorization : Bearer ${token}\r\n\r\n`,
    'a blank in front of the name': `${start}X-A: 1\r\n Authorization: Bearer ${token}\r\n\r\n`.replace(
      'X-A',
      'Cookie',
    ),
    'a folded line': `${start}Authorization:\r\n Bearer ${token}\r\n\r\n`,
    'a folded second line': `${start}Authorization: Bearer\r\n\t${token}\r\n\r\n`,
    'no colon': `${start}Authorization Bearer ${token}\r\n\r\n`,
    'a NUL behind it': `${start}Authorization: Bearer ${token}\0\r\n\r\n`,
    'bare line feeds': `GET /echo HTTP/1.1\nHost: a\nAuthorization: Bearer ${token}\n\n`,
    'a bare carriage return': `${start}Cookie: a=1\rAuthorization: Bearer ${token}\r\n\r\n`,
    'a bad line behind it': `${start}${secret}what is this\r\n\r\n`,
    'a bad line in front of it': `${start}what is this\r\n${secret}\r\n`,
    'a head that is too long': `${start}${secret}X-Long: ${TOO_LONG}\r\n\r\n`,
    'a secret that is too long': `${start}Authorization: Bearer ${token}${TOO_LONG}${token}\r\n\r\n`,
    'a head that stops': `${start}Authorization: Bearer ${token}`,
    'nothing else': `Cookie:${token}\r\n\r\n`,
    'no version': `GET /echo\r\n${secret}\r\n`,
    'a version that is none': `GET /echo HTTP/1.9x\r\n${secret}\r\n`,
    'a method that is none': `WHAT /echo HTTP/1.1\r\nHost: a\r\n${secret}\r\n`,
    'HTTP/1.0': `GET /echo HTTP/1.0\r\n${secret}\r\n`,
    'no Host': `GET /echo HTTP/1.1\r\n${secret}\r\n`,
    'two lengths': `POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n${secret}\r\nabc`,
    'two framings': `POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n${secret}\r\n0\r\n\r\n`,
    'a length that is too short': `POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nabc\r\n${secret}\r\n`,
    'a chunk that is none': `${chunked}what\r\n`,
    'trailers that are none': `${chunked}1\r\na\r\n0\r\nAuthorization Bearer ${token}\r\n\r\n`,
    'good trailers': `${chunked}1\r\na\r\n0\r\n${secret}\r\n`,
    'trailers that are too long': `${chunked}1\r\na\r\n0\r\n${secret}X-Long: ${TOO_LONG}\r\n\r\n`,
    'an upgrade to h2c': `${start}${secret}Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n`,
    'a handshake that is none': `GET /websocket/echo HTTP/1.1\r\nHost: a\r\n${secret}Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
    CONNECT: `CONNECT a:1 HTTP/1.1\r\nHost: a\r\nProxy-Authorization: Basic ${token}\r\n\r\n`,
  };
}

const BAD_INDEX = Uint8Array.of(0xff, 0xff, 0xff, 0x7f);

function request(fields: readonly FieldToEncode[], path = ECHO_PATH): FieldToEncode[] {
  return [
    { name: ':method', value: 'POST' },
    { name: ':scheme', value: 'http' },
    { name: ':path', value: path },
    { name: ':authority', value: '127.0.0.1' },
    { name: 'content-type', value: 'application/grpc' },
    ...fields,
  ];
}

const NEVER_INDEXED_TARGET = 'a never-indexed path and authority';

/** What follows the preface and SETTINGS. */
function http2Frames(token: string): Readonly<Record<string, readonly Uint8Array[]>> {
  const plain = { name: 'authorization', value: `Bearer ${token}` };
  const encode = (fields: readonly FieldToEncode[]) => new HpackEncoder().encode(fields);
  const block = encode(request([plain]));
  const long = encode([...request([plain]), { name: 'x-long', value: TOO_LONG }]);
  const table = new HpackEncoder();
  const indexed = () => table.encode(request([plain, { name: 'x-my-token', value: token }]));
  const ended = { endStream: true };
  return {
    'fields that are indexed, and referred to': [1, 3, 5].map((id) => frames.headers(id, indexed(), ended)),
    'an index that is none behind it': [frames.headers(1, join(block, BAD_INDEX), ended)],
    'a block that stops inside it': [frames.headers(1, block.subarray(0, -4), ended)],
    'a literal that stops inside it': [
      frames.headers(1, new HpackEncoder({ huffman: 'NEVER' }).encode(request([plain])).subarray(0, -4), ended),
    ],
    'a block that a PING interrupts': [
      frames.headers(1, block, { endHeaders: false }),
      frames.ping('0102030405060708'),
    ],
    'a block without an end': [frames.headers(1, block, { endHeaders: false })],
    'a block in pieces': [
      frames.headers(1, block.subarray(0, -20), { endHeaders: false }),
      frames.continuation(1, block.subarray(-20)),
    ],
    'a block that is too long': [frames.headers(1, long.subarray(0, 16_000), { endHeaders: false })].concat(
      [1, 2, 3, 4].map((n) =>
        frames.continuation(1, long.subarray(16_000 * n, 16_000 * (n + 1)), { endHeaders: n === 4 }),
      ),
    ),
    'a name in upper case': [frames.headers(1, encode(request([{ ...plain, name: 'Authorization' }])), ended)],
    'a name with a blank': [frames.headers(1, encode(request([{ ...plain, name: ' authorization' }])), ended)],
    'a value that is none': [frames.headers(1, encode(request([{ ...plain, value: `${token}\r\n` }])), ended)],
    'a field of HTTP/1.1 beside it': [
      frames.headers(1, encode(request([plain, { name: 'connection', value: 'close' }])), ended),
    ],
    'no pseudo-header fields': [frames.headers(1, encode([plain]), ended)],
    'trailers that do not end the stream': [frames.headers(1, block), frames.headers(1, encode([plain]))],
    'good trailers': [frames.headers(1, block), frames.headers(1, encode([plain]), ended)],
    'stream 0': [frames.headers(0, block, ended)],
    'a stream of the server': [frames.headers(2, block, ended)],
    'too much padding': [frames.raw(1, 0x0d, 1, join(Uint8Array.of(255), block))],
    'a promise of a client': [frames.headers(1, block), frames.pushPromise(1, 2, block)],
    'a frame that stops': [frames.headers(1, block, ended).subarray(0, -5)],
    [NEVER_INDEXED_TARGET]: [
      frames.headers(
        1,
        encode([
          { name: ':method', value: 'GET' },
          { name: ':scheme', value: 'http' },
          { name: ':path', value: `/healthz?token=${token}`, representation: 'NEVER_INDEXED' },
          { name: ':authority', value: `${token}.localhost`, representation: 'NEVER_INDEXED' },
        ]),
        ended,
      ),
    ],
    'never-indexed fields that are read': [
      frames.headers(
        1,
        encode(
          request(
            ['user-agent', 'traceparent', 'tracestate', 'grpc-encoding', 'grpc-timeout', 'x-sre-fault', 'te'].map(
              (name) => ({ name, value: token, representation: 'NEVER_INDEXED' }),
            ),
          ),
        ),
        ended,
      ),
    ],
  };
}

/** @returns what the server answered to all of it */
export async function sendMalformed({ grpcPort, httpPort, adminPort }: Target, canaries: Canaries): Promise<string> {
  const ports = { grpc: grpcPort, http: httpPort, admin: adminPort };
  const answers: Promise<string>[] = [];
  const at = (name: string, port: number, what: string) => ({ port, token: canaries.of(`${name}: ${what}`) });
  for (const [name, port] of Object.entries(ports)) {
    for (const what of Object.keys(http1Heads(''))) {
      const { token } = at(name, port, `HTTP/1.1 with ${what}`);
      answers.push(sendRaw(port, http1Heads(token)[what] ?? ''));
    }
    for (const what of Object.keys(http2Frames(''))) {
      // The admin server tells the host that it refuses: whoever asks must know which one it takes.
      if (name === 'admin' && what === NEVER_INDEXED_TARGET) continue;
      const { token } = at(name, port, `HTTP/2 with ${what}`);
      answers.push(sendRaw(port, join(PREFACE, frames.settings(), ...(http2Frames(token)[what] ?? []))));
    }
  }
  return (await Promise.all(answers)).join('\n');
}
