/** Valid input, for mutations to start from. */

import { HpackEncoder } from '../../src/wire/hpack/encoder.ts';
import { connections } from '../support/connections.ts';
import { frames, hex, join, toBytes } from '../support/frames.ts';
import {
  CALL,
  client,
  fieldsOf,
  message,
  OK,
  OPENING,
  type Step,
  server,
  speakers,
  TRAILERS,
} from '../support/script.ts';

/** What the bytes of a seed are, and so which target reads them. */
export type SeedKind = 'http2' | 'http1' | 'hpack' | 'protobuf';

export interface Seed {
  readonly kind: SeedKind;
  readonly steps: readonly Step[];
}

export function corpus(): readonly Seed[] {
  return [
    ...[...connections().values(), manyStreams(), tableChurn()].map((steps) => ({ kind: 'http2', steps }) as const),
    ...http1Connections().map((steps) => ({ kind: 'http1', steps }) as const),
    ...headerBlocks().map((block) => ({ kind: 'hpack', steps: [client(block)] }) as const),
    ...protobufMessages().map((bytes) => ({ kind: 'protobuf', steps: [client(bytes)] }) as const),
  ];
}

const END = { endStream: true };

function manyStreams(): Step[] {
  const { request, response } = speakers();
  const ids = Array.from({ length: 20 }, (_, n) => 2 * n + 1);
  return [
    ...OPENING,
    client(...ids.flatMap((id) => [request(id, CALL), frames.data(id, message(`call ${id}`), END)])),
    server(...ids.flatMap((id) => [response(id, OK), frames.data(id, message('ok')), response(id, TRAILERS, END)])),
  ];
}

/** Header lists that fill the dynamic table, push entries out of it, and resize it. */
function tableChurn(): Step[] {
  const { request, response, encoders } = speakers();
  const churn = (id: number) => {
    if (id % 3 === 0) encoders.client.setMaxTableSize(id % 2 === 0 ? 4096 : 200);
    return request(id, { ...CALL, [`x-${id}`]: 'v'.repeat(id * 9), cookie: `id=${id}` }, END);
  };
  return [
    ...OPENING,
    client(...Array.from({ length: 30 }, (_, n) => churn(2 * n + 1))),
    server(response(1, { ...OK, ...TRAILERS }, END), frames.rst(3, 'CANCEL'), frames.goaway(5)),
  ];
}

function http1Connections(): Step[][] {
  return [
    [
      client(toBytes('GET /a?b=c HTTP/1.1\r\nHost: a\r\nAuthorization: Basic abc\r\n\r\n')),
      server(toBytes('HTTP/1.1 200 OK\r\nContent-Length: 5\r\nSet-Cookie: a=b\r\n\r\nhello')),
    ],
    [
      client(
        toBytes('POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX-T: 1\r\n\r\n'),
      ),
      server(toBytes('HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n')),
      client(toBytes('HEAD / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n')),
      server(toBytes('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nHTTP/1.0 200 OK\r\n\r\nuntil the end')),
    ],
    [
      client(toBytes('GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n\r\n')),
      server(
        toBytes('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n'),
        frames.settings(),
      ),
    ],
    [client(hex('16 03 01 00 05 01 00 00 01 00')), server(hex('15 03 03 00 02 02 46'))],
  ];
}

function headerBlocks(): Uint8Array[] {
  const encode = (huffman: 'ALWAYS' | 'NEVER') =>
    new HpackEncoder({ huffman }).encode(fieldsOf({ ...CALL, 'x-a': 'é'.repeat(9) }));
  const resized = new HpackEncoder();
  resized.setMaxTableSize(0);
  resized.setMaxTableSize(4096);
  return [
    encode('ALWAYS'),
    encode('NEVER'),
    resized.encode(fieldsOf(OK)),
    resized.encode(fieldsOf(TRAILERS, 'NEVER_INDEXED')),
  ];
}

function protobufMessages(): Uint8Array[] {
  const inner = hex('08 96 01 12 05 68 65 6c 6c 6f 1d 00 00 80 3f 21 00 00 00 00 00 00 f0 3f');
  const nested = join(Uint8Array.of(0x0a, inner.length), inner, hex('13 08 01 14'), hex('1a 03 01 02 03'));
  return [inner, nested, join(nested, nested, hex('f8 ff ff ff 0f 01'))];
}
