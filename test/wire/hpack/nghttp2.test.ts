/** Agreement with nghttp2, the HTTP/2 of Node, over one connection each way, while table sizes change. */

import assert from 'node:assert/strict';
import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type OutgoingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
  sensitiveHeaders,
} from 'node:http2';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { HpackDecoder } from '../../../src/wire/hpack/decoder.ts';
import { type FieldToEncode, HpackEncoder } from '../../../src/wire/hpack/encoder.ts';
import { seededRandom } from '../../support/seeded-random.ts';
import { regularFields, requestFields, SECRET_NAME, tableSizes } from './header-lists.ts';
import { RawHttp2Client } from './raw-http2-client.ts';

const BLOCKS = 300;
const MOST = 16_384;

const MINIMAL_REQUEST: readonly FieldToEncode[] = [
  { name: ':method', value: 'GET' },
  { name: ':scheme', value: 'http' },
  { name: ':path', value: '/' },
  { name: ':authority', value: 'localhost', representation: 'LITERAL' },
];

const lines = (fields: readonly FieldToEncode[]) => fields.map(({ name, value }) => `${name}: ${value}`);

/** A header list as nghttp2 decoded it. */
interface Received {
  /** "name: value", in the order of the block. */
  readonly lines: readonly string[];
  /** Names of the fields that came so. */
  readonly neverIndexed: readonly string[];
}

/** What is answered to a request. */
type Answer = (request: Received) => OutgoingHttpHeaders;

interface Connection {
  readonly session: ServerHttp2Session;
  readonly client: RawHttp2Client;
}

async function connected(context: TestContext, answer: Answer): Promise<Connection> {
  const server = createServer({ maxDeflateDynamicTableSize: MOST });
  server.on('stream', (stream: ServerHttp2Stream, headers: IncomingHttpHeaders, _flags: number, raw: string[]) => {
    const rawLines = Array.from({ length: raw.length / 2 }, (_, at) => `${raw[at * 2]}: ${raw[at * 2 + 1]}`);
    stream.respond(answer({ lines: rawLines, neverIndexed: Reflect.get(headers, sensitiveHeaders) }), {
      endStream: true,
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const [[session], client] = await Promise.all([once(server, 'session'), RawHttp2Client.connect(port)]);
  context.after(() => {
    client.close();
    server.close();
  });
  return { session, client };
}

test('nghttp2 receives the requests that we encode', { timeout: 30_000 }, async (context) => {
  const received: Received[] = [];
  const { session, client } = await connected(context, (request) => {
    received.push(request);
    return {};
  });
  const random = seededRandom(3);
  const encoder = new HpackEncoder();
  for (let count = 0; count < BLOCKS; count++) {
    if (random.chance(0.1)) {
      const sizes = tableSizes(random, MOST);
      for (const headerTableSize of sizes) session.settings({ headerTableSize });
      for (const size of sizes) {
        assert.equal(await client.acknowledgeTableSize(), size);
        encoder.setMaxTableSize(size);
      }
    }
    const fields = requestFields(random);
    client.request(encoder.encode(fields));
    await client.responseBlock();
    const neverIndexed = fields.some(({ name }) => name === SECRET_NAME) ? [SECRET_NAME] : [];
    assert.deepEqual(received.at(-1), { lines: lines(fields), neverIndexed });
    assert.equal(received.length, count + 1);
  }
});

const DATE = 'Mon, 21 Oct 2013 20:13:21 GMT';

/** The fields as node:http2 takes them, and in the order in which it sends them: same names together. */
function outgoing(fields: readonly FieldToEncode[]): { headers: OutgoingHttpHeaders; sent: string[] } {
  const valuesOf = new Map<string, string[]>();
  for (const { name, value } of fields) valuesOf.set(name, [...(valuesOf.get(name) ?? []), value]);
  const headers: OutgoingHttpHeaders = { ':status': 200, date: DATE, [sensitiveHeaders]: [SECRET_NAME] };
  const sent = [':status: 200', `date: ${DATE}`];
  for (const [name, values] of valuesOf) {
    headers[name] = values;
    sent.push(...values.map((value) => `${name}: ${value}`));
  }
  return { headers, sent };
}

test('we decode the responses that nghttp2 encodes', { timeout: 30_000 }, async (context) => {
  let response = outgoing([]);
  const { client } = await connected(context, () => response.headers);
  const random = seededRandom(4);
  const encoder = new HpackEncoder();
  const decoder = new HpackDecoder();
  let indexed = 0;
  let sizeUpdates = 0;
  for (let count = 0; count < BLOCKS; count++) {
    if (random.chance(0.1)) {
      const sizes = tableSizes(random, MOST);
      await client.announceTableSizes(sizes);
      for (const size of sizes) decoder.setMaxTableSize(size);
    }
    response = outgoing(regularFields(random));
    client.request(encoder.encode(MINIMAL_REQUEST));
    const block = decoder.decode(await client.responseBlock());
    assert.equal(block.error, undefined);
    assert.deepEqual(lines(block.fields), response.sent);
    for (const { name, representation } of block.fields) {
      assert.equal(representation === 'NEVER_INDEXED', name === SECRET_NAME, name);
    }
    indexed += block.fields.filter(({ index }) => index > 61).length;
    sizeUpdates += block.sizeUpdates.length;
  }
  assert.ok(indexed > BLOCKS && sizeUpdates > 10, `table used ${indexed} times, ${sizeUpdates} size updates`);
});

test('§4.2: nghttp2 refuses a missing size update, as we do', { timeout: 30_000 }, async (context) => {
  const { session, client } = await connected(context, () => ({}));
  session.settings({ headerTableSize: 100 });
  await client.acknowledgeTableSize();
  const block = new HpackEncoder().encode(MINIMAL_REQUEST);
  client.request(block);
  // RFC 9113 §7: COMPRESSION_ERROR is 9.
  await assert.rejects(client.responseBlock(), /GOAWAY with error code 9/);
  const decoder = new HpackDecoder();
  decoder.setMaxTableSize(100);
  assert.equal(decoder.decode(block).error?.kind, 'MISSING_SIZE_UPDATE');
});
