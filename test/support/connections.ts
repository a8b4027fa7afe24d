/** Whole connections, with all that a trace has to tell apart: what other tests cut in pieces, or change at random. */

import { HpackEncoder } from '../../src/wire/hpack/encoder.ts';
import { frames, hex, join, PREFACE, toBytes } from './frames.ts';
import {
  CALL,
  client,
  type Fields,
  fieldsOf,
  message,
  OK,
  OPENING,
  type Step,
  server,
  speakers,
  TRAILERS,
} from './script.ts';

const END = { endStream: true };
const GET: Fields = { ':method': 'GET', ':scheme': 'http', ':path': '/a?b=c', ':authority': 'host' };

/** Field 1: "hi", field 2: 300. */
const ECHO = hex('0a 02 68 69 10 ac 02');

function unaryCall(): Step[] {
  const { request, response, encoders } = speakers();
  encoders.client.setMaxTableSize(100);
  return [
    client(
      PREFACE,
      frames.settings({ INITIAL_WINDOW_SIZE: 70_000, MAX_FRAME_SIZE: 20_000 }),
      frames.windowUpdate(0, 9),
    ),
    server(frames.settings({ MAX_CONCURRENT_STREAMS: 9, HEADER_TABLE_SIZE: 100 }), frames.settingsAck()),
    client(frames.settingsAck(), request(1, { ...CALL, 'grpc-timeout': '1S', authorization: 'Bearer abc' })),
    client(frames.data(1, message(ECHO), END), frames.ping('0102030405060708')),
    server(frames.pong('0102030405060708'), response(1, { ':status': '100' }), response(1, OK)),
    server(
      frames.data(1, message(ECHO), { padding: 3 }),
      response(1, { 'grpc-status': '5', 'grpc-message': 'a%20b' }, END),
    ),
    client(frames.goaway(0, 'NO_ERROR', 'bye')),
  ];
}

/** Messages that are whole, joined, in parts, compressed, empty, and one that is none. */
function manyMessages(): Step[] {
  const { request, response } = speakers();
  const [a, b] = [message('a'.repeat(40)), message('b'.repeat(50), 1)];
  return [
    ...OPENING,
    client(request(1, { ...CALL, 'grpc-encoding': 'gzip' }), request(3, CALL)),
    client(frames.data(1, a.subarray(0, 3)), frames.data(1, join(a.subarray(3), message(''), b.subarray(0, 9)))),
    server(response(1, OK), frames.data(1, join(message(ECHO), toBytes('GET / HTTP/1.1\r\n')))),
    client(frames.data(3, message(ECHO)), frames.data(1, b.subarray(9), { endStream: true, padding: 5 })),
    server(frames.data(1, 'more'), response(3, OK), frames.data(3, message('x')), frames.rst(3, 'INTERNAL_ERROR')),
    client(frames.rst(1, 'CANCEL'), frames.data(3, message('late'))),
  ];
}

function everyFrameType(): Step[] {
  const { request, encoders } = speakers();
  const block = new HpackEncoder().encode(fieldsOf({ ':status': '200', 'x-a': 'b'.repeat(30) }));
  return [
    ...OPENING,
    client(request(1, GET, { ...END, padding: 7, priority: { streamDependency: 3, exclusive: true, weight: 256 } })),
    client(frames.priority(5, { streamDependency: 1, exclusive: false, weight: 1 }), frames.priorityUpdate(1, 'u=0')),
    server(
      frames.altsvc(1, 'https://a', 'h3=":443"'),
      frames.origin('https://a', ''),
      frames.raw(0xfa, 0xff, 9, 'GREASE'),
    ),
    server(frames.pushPromise(1, 2, encoders.server.encode(fieldsOf(GET)), { padding: 2 })),
    server(
      frames.headers(1, '', { endHeaders: false }),
      frames.continuation(1, block.subarray(0, 9), { endHeaders: false }),
    ),
    server(frames.continuation(1, block.subarray(9)), frames.data(1, 'body', END), frames.data(2, '', END)),
    client(frames.rst(2, 'REFUSED_STREAM')),
    server(frames.goaway(1, 'ENHANCE_YOUR_CALM', 'too_many_pings')),
  ];
}

/** Settings that bind in the middle of a chunk, and frames that break them. */
function changingSettings(): Step[] {
  const { request, response, encoders } = speakers();
  const long = frames.data(1, new Uint8Array(17_000).fill(0x61));
  encoders.client.setMaxTableSize(0);
  const shrunk = request(3, GET, END);
  return [
    ...OPENING,
    server(
      frames.settings({ HEADER_TABLE_SIZE: 0, MAX_FRAME_SIZE: 17_000 }),
      frames.settings({ MAX_FRAME_SIZE: 16_384 }),
    ),
    client(frames.headers(1, new HpackEncoder().encode(fieldsOf(CALL))), long),
    client(join(frames.settingsAck(), shrunk, long, frames.settingsAck(), long)),
    client(frames.settings({ INITIAL_WINDOW_SIZE: 1 })),
    server(join(response(1, OK), frames.data(1, 'ab'), frames.settingsAck(), frames.data(1, 'cd'))),
    client(frames.windowUpdate(1, 2 ** 31 - 1), frames.windowUpdate(0, 0)),
    server(response(1, TRAILERS, END)),
  ];
}

function brokenHpack(): Step[] {
  const { request, response } = speakers();
  return [
    ...OPENING,
    client(join(frames.headers(1, hex('82 84 ff 00')), frames.ping('00000000000000aa'), request(3, CALL, END))),
    server(
      response(1, OK, END),
      join(frames.headers(3, hex('88'), { endHeaders: false }), frames.data(3, 'x'.repeat(50))),
    ),
    server(frames.continuation(3, ''), response(3, TRAILERS, END)),
    client(frames.raw(0x1, 0x4 | 0x8, 5, hex('09 82 84'))),
  ];
}

function wrongPreface(): Step[] {
  return [
    client(toBytes('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc')),
    server(frames.settings(), frames.goaway(0, 'PROTOCOL_ERROR')),
  ];
}

/** Both sides are cut in the middle of a frame, of which some messages are complete. */
function cutShort(): Step[] {
  const { request, response } = speakers();
  const data = frames.data(1, join(message(ECHO), message('y'.repeat(90))));
  return [...OPENING, client(request(1, CALL), data.subarray(0, 40)), server(response(1, OK), data.subarray(0, 60))];
}

/** Made anew, since a script is not to be changed by the one that plays it. */
export function connections(): ReadonlyMap<string, readonly Step[]> {
  return new Map([
    ['a unary call', unaryCall()],
    ['many messages', manyMessages()],
    ['every frame type', everyFrameType()],
    ['changing settings', changingSettings()],
    ['broken HPACK', brokenHpack()],
    ['a wrong preface', wrongPreface()],
    ['cut short', cutShort()],
  ]);
}
