/** The trace of what nghttp2 really sends: node:http2 on both sides of a relay that keeps the bytes. */

import assert from 'node:assert/strict';
import { once } from 'node:events';
import http2, { type ClientHttp2Session, type ServerHttp2Stream } from 'node:http2';
import { before, describe, test } from 'node:test';
import type { ConnectionClosed, Side, TraceEvent } from '../../src/trace/event.ts';
import { frameTypeName } from '../../src/wire/http2/frame-type.ts';
import { join, PREFACE } from '../support/frames.ts';
import { closed, listen, recordingRelay } from '../support/recording-relay.ts';
import { play, type Step } from '../support/script.ts';

const UPLOAD = 300_000;
const DOWNLOAD = 1_000_000;
/** Small, so that both sides have to wait for WINDOW_UPDATEs. */
const WINDOW = 20_000;
const PARALLEL = 150;
/** In two bytes each: needs CONTINUATION. */
const LONG_VALUE = 'v'.repeat(30_000);
/** The exchange takes a second; one that hangs is to fail. */
const TIMEOUT_MS = 20_000;

let steps: readonly Step[] = [];
let events: readonly TraceEvent[] = [];

before(
  async () => {
    steps = await record();
    events = play(steps, { end: { how: 'FIN', endedBy: 'CLIENT' } });
  },
  { timeout: TIMEOUT_MS },
);

async function record(): Promise<readonly Step[]> {
  const server = http2.createServer({ settings: { initialWindowSize: WINDOW }, maxSendHeaderBlockLength: 65_536 });
  server.on('stream', (stream, headers) => ANSWERS[headers[':path'] ?? '']?.(stream));
  const relay = await recordingRelay(await listen(server));
  const session = http2.connect(`http://127.0.0.1:${relay.port}`, {
    settings: { initialWindowSize: WINDOW },
    maxSendHeaderBlockLength: 65_536,
  });
  await exchange(session);
  session.close();
  await relay.ended;
  await Promise.all([closed(server), relay.close()]);
  return relay.steps;
}

const ANSWERS: Readonly<Record<string, (stream: ServerHttp2Stream) => void>> = {
  '/small': (stream) => {
    stream.respond({ ':status': 200, 'content-type': 'text/plain' });
    stream.end('small');
  },
  '/large': (stream) => {
    stream.resume();
    stream.additionalHeaders({ ':status': 103, link: '</style.css>' });
    stream.respond({ ':status': 200, 'x-long': LONG_VALUE }, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers({ 'x-trailer': 'yes' }));
    stream.end(Buffer.alloc(DOWNLOAD, 'd'));
  },
  '/push': (stream) => {
    stream.pushStream({ ':path': '/pushed' }, (error, pushed) => {
      if (error !== null) throw error;
      pushed.respond({ ':status': 200 });
      pushed.end('pushed');
    });
    stream.respond({ ':status': 200 });
    stream.end('page');
  },
  '/never': () => undefined,
};

async function exchange(session: ClientHttp2Session): Promise<void> {
  session.on('stream', (pushed) => pushed.resume());
  await once(session, 'connect');
  await Promise.all([get(session, '/small'), post(session, '/large', UPLOAD), pinged(session)]);
  await new Promise<void>((done) => session.settings({ headerTableSize: 128, maxFrameSize: 32_768 }, () => done()));
  await Promise.all(Array.from({ length: PARALLEL }, () => get(session, '/small')));
  await Promise.all([get(session, '/push'), post(session, '/large', 10)]);
  const cancelled = session.request({ ':path': '/never' }).resume();
  cancelled.close(http2.constants.NGHTTP2_CANCEL);
  await once(cancelled, 'close');
}

async function get(session: ClientHttp2Session, path: string): Promise<void> {
  await once(session.request({ ':path': path, 'x-n': String(Math.PI) }).resume(), 'close');
}

async function post(session: ClientHttp2Session, path: string, size: number): Promise<void> {
  const request = session.request({ ':path': path, ':method': 'POST', 'x-long': LONG_VALUE });
  request.resume();
  request.end(Buffer.alloc(size, 'u'));
  await once(request, 'close');
}

function pinged(session: ClientHttp2Session): Promise<void> {
  return new Promise((done, fail) => session.ping((error) => (error === null ? done() : fail(error))));
}

const frames = () => events.flatMap((event) => (event.kind === 'frame' ? event.frame : []));
const losses = () => events.flatMap((event) => (event.kind === 'traceLost' ? event.traceLost : []));
const opened = () => events.flatMap((event) => (event.kind === 'streamOpened' ? event.streamOpened : []));
const ended = () => events.flatMap((event) => (event.kind === 'streamClosed' ? event.streamClosed : []));

function connectionEnd(): ConnectionClosed {
  const last = events.at(-1);
  assert.ok(last?.kind === 'connectionClosed');
  return last.connectionClosed;
}

function bytesOf(from: Side): Uint8Array {
  return join(...steps.filter((step) => step.from === from).map((step) => step.bytes));
}

/** Type names of the frames in `bytes`, told by nothing but their 9 bytes of header. */
function typesOf(bytes: Uint8Array): string[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const types: string[] = [];
  for (let at = 0; at < bytes.length; at += 9 + (view.getUint32(at) >>> 8))
    types.push(frameTypeName(view.getUint8(at + 3)));
  return types;
}

function countOf(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

describe('an exchange of node:http2', () => {
  test('breaks no rule, and nothing of it is lost', () => {
    const broken = frames().flatMap(({ violation }) => violation?.reason ?? []);
    assert.deepEqual([broken, losses()], [[], []]);
  });

  test('every frame is an event and is counted, as the bytes have them', () => {
    const end = connectionEnd();
    for (const from of ['CLIENT', 'SERVER'] as const) {
      const bytes = bytesOf(from).subarray(from === 'CLIENT' ? PREFACE.length : 0);
      const types = typesOf(bytes);
      const shown = frames().filter((frame) => frame.from === from);
      const totals = end.frames.filter((total) => total.from === from).map(({ type, count }) => [type, count]);
      assert.deepEqual(
        shown.map(({ type }) => type),
        types,
      );
      assert.deepEqual(Object.fromEntries(totals), countOf(types));
    }
    assert.deepEqual([end.clientBytes, end.serverBytes], [bytesOf('CLIENT').length, bytesOf('SERVER').length]);
    assert.equal(end.error, undefined);
  });

  test('every stream that was opened is closed, once, with its status', () => {
    const ids = ended().map(({ streamId }) => streamId);
    assert.deepEqual(
      ids.toSorted((a, b) => a - b),
      opened()
        .map(({ streamId }) => streamId)
        .toSorted((a, b) => a - b),
    );
    assert.deepEqual(countOf(ended().map(({ how, httpStatus }) => `${how} ${httpStatus}`)), {
      'END_STREAM_WITHOUT_TRAILERS 200': PARALLEL + 3,
      'TRAILERS 200': 2,
      'RST_STREAM undefined': 1,
    });
    assert.equal(connectionEnd().streams, PARALLEL + 6);
  });

  test('bytes of both directions are those that the applications sent', () => {
    const paths = new Map(opened().map(({ streamId, path }) => [streamId, path]));
    const large = ended().filter(({ streamId }) => paths.get(streamId) === '/large');
    assert.deepEqual(large.map(({ request, response }) => [request.bytes, response.bytes]).sort(), [
      [10, DOWNLOAD],
      [UPLOAD, DOWNLOAD],
    ]);
  });

  test('RFC 9113 §6.9: no window falls below zero, and both senders had to wait', () => {
    const windows = frames().flatMap(({ from, type, window }) =>
      type === 'DATA' && window !== undefined
        ? [{ from, least: Math.min(window.connection, window.stream ?? window.connection) }]
        : [],
    );
    assert.ok(windows.every(({ least }) => least >= 0));
    for (const from of ['CLIENT', 'SERVER']) {
      assert.ok(
        windows.some((window) => window.from === from && window.least < 100),
        from,
      );
    }
  });

  test('all header lists are read whole: informational, long, pushed, trailers', () => {
    const lists = frames().flatMap(({ headers }) => headers ?? []);
    assert.ok(lists.every(({ incomplete }) => incomplete === undefined));
    assert.deepEqual(countOf(lists.map(({ category }) => category)), {
      REQUEST: PARALLEL + 5,
      INFORMATIONAL: 2,
      RESPONSE: PARALLEL + 5,
      TRAILERS: 2,
      PUSH: 1,
    });
    const long = lists.flatMap(({ fields }) => fields.filter(({ name }) => name === 'x-long'));
    assert.deepEqual(
      long.map(({ value }) => value === LONG_VALUE),
      [true, true, true, true],
    );
  });

  test('PINGs and SETTINGS are answered', () => {
    const acks = (type: string) => frames().filter((frame) => frame.type === type && frame.flags.includes('ACK'));
    assert.ok(acks('PING').length > 0 && acks('PING').every(({ ping }) => ping?.rttMs !== undefined));
    assert.equal(acks('SETTINGS').length * 2, frames().filter(({ type }) => type === 'SETTINGS').length);
  });
});
