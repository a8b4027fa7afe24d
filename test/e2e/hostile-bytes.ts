/** What hostile or broken clients send, as bytes. */

import { frames, join, PREFACE } from '../support/frames.ts';

export interface Script {
  /** The second one follows when the first was answered: whether an ACK comes before an error must not be a matter of timing. */
  readonly chunks: readonly Uint8Array[];
  /** Sends FIN behind the last chunk. */
  readonly half?: boolean;
}

const OPEN = join(PREFACE, frames.settings());

/** RFC 7541 §6.2.2: a literal without indexing, name and value shorter than 127 bytes. */
function literal(name: string, value: string): string {
  return `\0${sized(name)}${sized(value)}`;
}

function sized(text: string): string {
  return String.fromCharCode(text.length) + text;
}

const CALL_FIELDS = [
  literal(':method', 'POST'),
  literal(':scheme', 'http'),
  literal(':path', '/sre.echo.v1.EchoService/Echo'),
  literal(':authority', 'a'),
  literal('content-type', 'application/grpc'),
].join('');

/** An entry of 4,000 bytes enters the table (RFC 7541 §6.2.1), and is then referred to by one byte each time: 45 MB of fields. */
const HPACK_BOMB = `${CALL_FIELDS}\x40${sized('x')}\x7f\xa1\x1e${'v'.repeat(4_000)}${'\xbe'.repeat(11_000)}`;

const MEGABYTE_CHUNKS = 64;

function continuationFlood(): Uint8Array[] {
  const begin = frames.headers(1, CALL_FIELDS, { endHeaders: false });
  const more = Array.from({ length: 3_000 }, (_none, n) => {
    return frames.continuation(1, literal(`x-${n}`, 'y'.repeat(100)), { endHeaders: false });
  });
  return [OPEN, begin, ...more];
}

function rapidReset(): Uint8Array[] {
  const burst = Array.from({ length: 5_000 }, (_none, n) => {
    const streamId = 2 * n + 1;
    return join(frames.headers(streamId, CALL_FIELDS), frames.rst(streamId, 'CANCEL'));
  });
  return [OPEN, ...burst];
}

/** A TLS 1.2 record with a ClientHello, RFC 8446 §5.1 and §4.1.2: version, random, no session, one cipher suite. */
const CLIENT_HELLO = Buffer.from(`16030100310100002d0303${'5a'.repeat(32)}000002130101000002000000`, 'hex');

/** The peer must see the same with and without us in between. */
export const COMPARED: { readonly [name: string]: Script } = {
  garbage: { chunks: [Buffer.from('this is no HTTP at all\r\n\r\n')] },
  'much garbage': { chunks: [Buffer.alloc(300_000, 'x')] },
  'half a preface and FIN': { chunks: [PREFACE.subarray(0, 12)], half: true },
  'a preface that goes wrong': { chunks: [Buffer.from('PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n')] },
  'TLS ClientHello': { chunks: [CLIENT_HELLO] },
  'a frame of 16 MB': {
    chunks: [
      OPEN,
      join(frames.headers(1, CALL_FIELDS), frames.raw(0x0, 0, 1, '', 0xffffff)),
      ...Array.from({ length: MEGABYTE_CHUNKS }, () => Buffer.alloc(65_536, 0xff)),
    ],
  },
  'an HPACK bomb': { chunks: [join(OPEN, frames.headers(1, HPACK_BOMB))] },
  'a CONTINUATION flood': { chunks: continuationFlood() },
  'a first frame that is no SETTINGS': { chunks: [join(PREFACE, frames.ping('0001020304050607'))] },
  'GOAWAY and FIN': { chunks: [join(OPEN, frames.goaway(0))], half: true },
  'DATA on stream 0': { chunks: [join(OPEN, frames.raw(0x0, 0, 0, 'abc'))] },
  'a window of the connection that overflows': {
    chunks: [join(OPEN, frames.windowUpdate(0, 0x7fffffff), frames.windowUpdate(0, 0x7fffffff))],
  },
  'a window of a stream that overflows': {
    chunks: [
      join(
        OPEN,
        frames.headers(1, CALL_FIELDS),
        frames.windowUpdate(1, 0x7fffffff),
        frames.windowUpdate(1, 0x7fffffff),
      ),
    ],
  },
  'a field block that does not decode': { chunks: [join(OPEN, frames.headers(1, '\x80'))] },
  'a SETTINGS frame cut short': { chunks: [join(PREFACE, frames.raw(0x4, 0, 0, 'abcde'))] },
  'half a frame and FIN': { chunks: [join(OPEN, frames.raw(0x1, 0x4, 1, 'abc', 100))], half: true },
};

/** Floods: how much of the answer comes before the end is a matter of timing. */
export const FLOODS: { readonly [name: string]: Script } = {
  'a rapid reset': { chunks: rapidReset() },
  'a SETTINGS flood': {
    chunks: [OPEN, ...Array.from({ length: 300 }, () => join(...Array(100).fill(frames.settings())))],
  },
  'a PING flood': {
    chunks: [OPEN, ...Array.from({ length: 300 }, () => join(...Array(100).fill(frames.ping('0001020304050607'))))],
  },
  'an empty DATA flood': {
    chunks: [
      join(OPEN, frames.headers(1, CALL_FIELDS)),
      ...Array.from({ length: 300 }, () => join(...Array(100).fill(frames.data(1, '')))),
    ],
  },
};
