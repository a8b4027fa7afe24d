/** The reader against bytes that nghttp2 wrote: a real exchange of node:http2 through a relay that keeps what passes. */

import assert from 'node:assert/strict';
import { once } from 'node:events';
import http2 from 'node:http2';
import net, { type AddressInfo } from 'node:net';
import { before, test } from 'node:test';
import type { Frame, FrameItem } from '../../../src/wire/http2/frame.ts';
import { FrameReader } from '../../../src/wire/http2/frame-reader.ts';
import { encodeFrame } from '../../../src/wire/http2/frame-writer.ts';
import { matchPreface, PREFACE } from '../../../src/wire/http2/preface.ts';
import { SETTING } from '../../../src/wire/http2/settings.ts';
import { join, mergeDataParts } from '../../support/frames.ts';

const REQUEST_BODY = 'r'.repeat(40_000);
const RESPONSE_BODY = 's'.repeat(70_000);
const LONG_VALUE = 'v'.repeat(20_000);

let fromClient: Uint8Array = new Uint8Array(0);
let fromServer: Uint8Array = new Uint8Array(0);

/** The exchange takes milliseconds; one that hangs is to fail. */
const EXCHANGE_TIMEOUT_MS = 10_000;

before(recordExchange, { timeout: EXCHANGE_TIMEOUT_MS });

async function recordExchange(): Promise<void> {
  const server = http2.createServer({ settings: { initialWindowSize: 100_000 }, maxSendHeaderBlockLength: 65_536 });
  server.on('stream', (stream) => {
    stream.on('data', () => undefined);
    stream.on('end', () => {
      stream.respond({ ':status': 200, 'x-long': LONG_VALUE }, { waitForTrailers: true });
      stream.on('wantTrailers', () => stream.sendTrailers({ 'x-trailer': 'yes' }));
      stream.end(RESPONSE_BODY);
    });
  });
  await listening(server);
  const relay = await recordingRelay(portOf(server));
  await exchange(portOf(relay.server));
  await relay.ended;
  fromClient = join(...relay.fromClient);
  fromServer = join(...relay.fromServer);
  await Promise.all([closed(server), closed(relay.server)]);
}

async function listening(server: net.Server | http2.Http2Server): Promise<void> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
}

function portOf(server: net.Server | http2.Http2Server): number {
  return (server.address() as AddressInfo).port;
}

function closed(server: net.Server | http2.Http2Server): Promise<unknown> {
  const event = once(server, 'close');
  server.close();
  return event;
}

async function recordingRelay(port: number) {
  const fromClient: Uint8Array[] = [];
  const fromServer: Uint8Array[] = [];
  const server = net.createServer((client) => {
    const upstream = net.connect(port, '127.0.0.1');
    client.on('data', (chunk: Buffer) => fromClient.push(Uint8Array.from(chunk)));
    upstream.on('data', (chunk: Buffer) => fromServer.push(Uint8Array.from(chunk)));
    client.pipe(upstream).pipe(client);
  });
  const ended = once(server, 'connection').then(([client]) => once(client, 'close'));
  await listening(server);
  return { server, fromClient, fromServer, ended };
}

/** A POST whose header blocks are too long for a frame both ways, a PING, and a request that is cancelled. */
async function exchange(port: number): Promise<void> {
  const options = { settings: { enablePush: false }, maxSendHeaderBlockLength: 65_536 };
  const session = http2.connect(`http://127.0.0.1:${port}`, options);
  const request = session.request({ ':method': 'POST', 'x-long': LONG_VALUE }, { endStream: false });
  request.resume();
  request.end(REQUEST_BODY);
  await once(request, 'close');
  await new Promise((resolve) => session.ping(Buffer.from('01020304'), resolve));
  const cancelled = session.request({ ':method': 'POST' }, { endStream: false });
  cancelled.close(http2.constants.NGHTTP2_CANCEL);
  await once(cancelled, 'close');
  session.close();
  await once(session, 'close');
}

function readAll(bytes: Uint8Array): FrameItem[] {
  const reader = new FrameReader();
  const items = [...reader.push(bytes)];
  assert.deepEqual(reader.pending, { bytes: 0 });
  return mergeDataParts(items);
}

function framesOf(items: readonly FrameItem[]): Frame[] {
  return items.filter((item) => item.type !== 'DATA_PART');
}

function contentOf(items: readonly FrameItem[]): string {
  const parts = items.flatMap((item) => (item.type === 'DATA_PART' ? [item.bytes] : []));
  return Buffer.from(join(...parts)).toString('latin1');
}

function clientItems(): FrameItem[] {
  assert.equal(matchPreface(fromClient), 'match');
  return readAll(fromClient.subarray(PREFACE.length));
}

test('every byte of both directions belongs to a frame, and no frame breaks a rule', () => {
  const client = framesOf(clientItems());
  const server = framesOf(readAll(fromServer));
  const bytes = (all: Frame[]) => all.reduce((sum, frame) => sum + 9 + frame.length, 0);
  assert.equal(bytes(client), fromClient.length - PREFACE.length);
  assert.equal(bytes(server), fromServer.length);
  assert.deepEqual([...client, ...server].map((frame) => frame.violation).filter(Boolean), []);
});

test('§3.4: both sides begin with SETTINGS', () => {
  const [client] = clientItems();
  const [server] = readAll(fromServer);
  assert.deepEqual(client?.type === 'SETTINGS' && client.settings, [{ code: SETTING.ENABLE_PUSH, value: 0 }]);
  assert.ok(
    server?.type === 'SETTINGS' &&
      server.settings.some(({ code, value }) => code === SETTING.INITIAL_WINDOW_SIZE && value === 100_000),
  );
});

test('§6.1: the content is what was sent', () => {
  assert.equal(contentOf(clientItems()), REQUEST_BODY);
  assert.equal(contentOf(readAll(fromServer)), RESPONSE_BODY);
});

test('§6.10: long header blocks were split', () => {
  for (const items of [clientItems(), readAll(fromServer)]) {
    const types = framesOf(items).map((frame) => frame.type);
    assert.equal(types[types.indexOf('HEADERS') + 1], 'CONTINUATION');
  }
});

test('§6.7, §6.4, §6.8: the PING, its answer, the cancelled stream and the GOAWAY are there', () => {
  const client = framesOf(clientItems());
  const server = framesOf(readAll(fromServer));
  const opaques = [...client, ...server].flatMap((frame) => (frame.type === 'PING' ? [frame.opaque] : []));
  assert.deepEqual(
    opaques.map((opaque) => Buffer.from(opaque).toString()),
    Array(2).fill('01020304'),
  );
  assert.ok(client.some((frame) => frame.type === 'RST_STREAM' && frame.streamId === 3 && frame.errorCode === 8));
  assert.ok(client.some((frame) => frame.type === 'GOAWAY' && frame.errorCode === 0));
});

test('what nghttp2 wrote, the writer writes byte for byte', () => {
  for (const [bytes, items] of [
    [fromClient.subarray(PREFACE.length), clientItems()],
    [fromServer, readAll(fromServer)],
  ] as const) {
    assert.deepEqual(join(...writtenAgain(items)), bytes);
  }
});

/** Every part of DATA was merged to one in front of its frame. */
function writtenAgain(items: readonly FrameItem[]): Uint8Array[] {
  return items.flatMap((item, at) => {
    if (item.type === 'DATA_PART' || item.type === 'MALFORMED') return [];
    if (item.type !== 'DATA') return [encodeFrame(item)];
    const part = items[at - 1];
    const bytes = part?.type === 'DATA_PART' ? part.bytes : new Uint8Array(0);
    return [encodeFrame({ ...item, bytes })];
  });
}
