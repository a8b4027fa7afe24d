import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type ClientHttp2Session, connect, createServer, type ServerHttp2Stream } from 'node:http2';
import { afterEach, describe, test } from 'node:test';
import { createFrameInjector, type FrameInjector } from '../../src/capture/frame-injector.ts';
import type { PingLimits } from '../../src/capture/ping-policy.ts';
import { splice } from '../../src/capture/splice.ts';
import type { TransportFault } from '../../src/faults/fault.ts';
import { closeAll, legPair, passThrough, tcpPair, until } from './sockets.ts';

/** Much more than the windows of a connection hold, in DATA frames of every size. */
const BODY_BYTES = 300_000;

interface Joined {
  readonly session: ClientHttp2Session;
  readonly injector: FrameInjector;
  /** Each stream of the server, before it is answered. */
  onStream: (stream: ServerHttp2Stream) => void;
  close(): Promise<void>;
}

/** Node's client and Node's server, nghttp2 both, with the injector in between: they know the rules better than we do. */
async function join(faults: readonly TransportFault[] = [], pings?: PingLimits): Promise<Joined> {
  const client = await tcpPair();
  const server = await legPair({ allowHalfOpen: true });
  const injector = createFrameInjector(pings);
  const http2 = createServer();
  const joined = { onStream: (_stream: ServerHttp2Stream) => {} };
  http2.on('stream', (stream) => {
    stream.on('error', () => {});
    joined.onStream(stream);
    if (stream.destroyed) return;
    stream.respond({ ':status': 200, 'x-n': String(stream.id), 'x-same': 'value' }, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers({ 'x-trailer': String(stream.id), 'x-end': 'value' }));
    for (let left = BODY_BYTES, size = 1; left > 0; left -= size, size = Math.min(2 * size + 1, left)) {
      stream.write(Buffer.alloc(Math.min(size, left), stream.id ?? 0));
    }
    stream.end();
  });
  const filter = injector.filterFor('c1', 'h2c', faults);
  splice(client.near, server.near, passThrough, { halfClosedIdleMs: 5_000, head: Buffer.alloc(0), filter });
  http2.emit('connection', server.far);
  const session = connect('http://localhost', { createConnection: () => client.far });
  session.on('error', () => {});
  return Object.assign(joined, {
    session,
    injector,
    async close() {
      session.destroy();
      http2.close();
    },
  });
}

interface Answer {
  readonly status: unknown;
  readonly trailer: unknown;
  readonly bytes: number;
  readonly code: number;
}

async function ask(session: ClientHttp2Session): Promise<Answer> {
  const stream = session.request({ ':path': '/' });
  let [status, trailer, bytes]: [unknown, unknown, number] = [undefined, undefined, 0];
  stream.on('response', (headers) => (status = headers[':status']));
  stream.on('trailers', (headers) => (trailer = headers['x-trailer']));
  stream.on('data', (chunk: Buffer) => (bytes += chunk.length));
  stream.on('error', () => {});
  await new Promise((resolve) => stream.on('close', resolve));
  return { status, trailer, bytes, code: stream.rstCode };
}

const running: Joined[] = [];
afterEach(async () => {
  for (const joined of running.splice(0)) await joined.close();
  closeAll();
});

async function start(faults?: readonly TransportFault[], pings?: PingLimits): Promise<Joined> {
  const joined = await join(faults, pings);
  running.push(joined);
  return joined;
}

/** What is asked for with the first of many streams that run at a time. */
const FIRST_ONLY: readonly { name: string; fault: TransportFault; first: Partial<Answer> }[] = [
  {
    name: 'RST_STREAM amid the answer',
    fault: { kind: 'RST_STREAM', scope: 'STREAM', stage: { at: 'AFTER_MESSAGE', message: 4 }, errorCode: 2 },
    first: { status: 200, trailer: undefined, code: 2 },
  },
  {
    name: 'RST_STREAM in place of the answer',
    fault: { kind: 'RST_STREAM', scope: 'STREAM', stage: { at: 'BEFORE_HEADERS' }, errorCode: 7 },
    first: { status: undefined, bytes: 0, code: 7 },
  },
  {
    name: 'padding',
    fault: { kind: 'PADDING', scope: 'STREAM', bytes: 255 },
    first: { trailer: '1', bytes: BODY_BYTES },
  },
  {
    name: 'padding of all streams',
    fault: { kind: 'PADDING', scope: 'CONNECTION', bytes: 200 },
    first: { trailer: '1', bytes: BODY_BYTES },
  },
  {
    // More than eight of them nghttp2 takes for an attack.
    name: 'CONTINUATION',
    fault: { kind: 'CONTINUATION', scope: 'CONNECTION', fragmentBytes: 9 },
    first: { status: 200, trailer: '1', bytes: BODY_BYTES },
  },
  {
    name: 'no trailers',
    fault: { kind: 'NO_TRAILERS', scope: 'STREAM' },
    first: { trailer: undefined, bytes: BODY_BYTES },
  },
  {
    name: 'an error page',
    fault: { kind: 'HTML', scope: 'STREAM', httpStatus: 503 },
    first: { status: 503, bytes: 162 },
  },
  {
    name: 'SETTINGS',
    fault: {
      kind: 'SETTINGS',
      scope: 'STREAM',
      settings: [
        { code: 3, value: 50 },
        { code: 1, value: 0 },
      ],
    },
    first: { status: 200, bytes: BODY_BYTES },
  },
  {
    name: 'PINGs',
    fault: { kind: 'PING_FLOOD', scope: 'STREAM', count: 50, intervalMs: 0 },
    first: { bytes: BODY_BYTES },
  },
];

describe('the frame injector between nghttp2 and nghttp2', () => {
  for (const { name, fault, first } of FIRST_ONLY) {
    test(`${name}: the other streams of the connection are whole`, async () => {
      const joined = await start();
      joined.onStream = ({ id = 0 }) => {
        if (id === 1) assert.equal(joined.injector.arm({ connectionId: 'c1', streamId: id }, [fault]), undefined);
      };
      const answers = await Promise.all(Array.from({ length: 20 }, () => ask(joined.session)));
      assert.deepEqual({ ...answers[0], ...first }, answers[0]);
      const others = answers.slice(1).map(({ status, trailer, bytes }) => [status, trailer, bytes]);
      assert.deepEqual(
        others,
        others.map((_, n) => [200, String(2 * n + 3), BODY_BYTES]),
      );
      // What came in between has left the tables and windows of both sides as they should be.
      assert.deepEqual(await ask(joined.session), { status: 200, trailer: '41', bytes: BODY_BYTES, code: 0 });
    });
  }

  test('SETTINGS that are not acknowledged from the start, and PINGs neither', async () => {
    const joined = await start([
      { kind: 'HOLD_SETTINGS_ACK', scope: 'CONNECTION' },
      { kind: 'HOLD_PING_ACK', scope: 'CONNECTION' },
    ]);
    let answered = false;
    joined.session.on('localSettings', () => (answered = true));
    joined.session.once('connect', () => joined.session.ping(() => (answered = true)));
    assert.equal((await ask(joined.session)).bytes, BODY_BYTES);
    assert.equal(answered, false);
  });

  test('a GOAWAY is told, and its connection closed', async () => {
    const joined = await start();
    const stage = { at: 'AFTER_HEADERS' } as const;
    const goaway = { kind: 'GOAWAY', scope: 'STREAM', stage, errorCode: 11, debug: 'too_many_pings' } as const;
    joined.onStream = ({ id }) =>
      void joined.injector.arm({ connectionId: 'c1', streamId: id }, [{ ...goaway, isGraceful: false }]);
    const told = once(joined.session, 'goaway');
    const closed = new Promise((resolve) => joined.session.on('close', resolve));
    await ask(joined.session);
    const [code, last, debug] = await told;
    assert.deepEqual([code, last, String(debug)], [11, 1, 'too_many_pings']);
    await closed;
  });

  test('PINGs are counted where they are limited, gRFC A8, and not where they are not', async () => {
    const pingsOf = async (joined: Joined) => {
      joined.session.on('goaway', (code, _last, debug) => told.push(`${code} ${debug}`));
      for (let sent = 0; sent < 8; sent++) {
        await new Promise((resolve) => joined.session.ping(() => resolve(undefined)) || resolve(undefined));
      }
    };
    const told: string[] = [];
    const free = await start();
    await once(free.session, 'connect');
    await pingsOf(free);
    assert.deepEqual(told, []);
    const limited = await start([], { minIntervalMs: 300_000, permitWithoutStream: true });
    const closed = new Promise((resolve) => limited.session.on('close', resolve));
    await once(limited.session, 'connect');
    void pingsOf(limited).catch(() => {});
    await closed;
    assert.deepEqual(told, ['11 too_many_pings']);
  });

  test('a connection that has closed, or never was, takes no faults', async () => {
    const joined = await start();
    const fault = { kind: 'NO_TRAILERS', scope: 'STREAM' } as const;
    assert.equal(joined.injector.arm({ connectionId: 'c2', streamId: 1 }, [fault]), 'the connection has closed');
    await ask(joined.session);
    joined.session.destroy();
    const armed = () => joined.injector.arm({ connectionId: 'c1', streamId: 1 }, [fault]);
    await until('it has closed', () => armed() === 'the connection has closed');
  });
});
