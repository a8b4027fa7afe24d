/** Clients that vanish: whatever they leave behind, the server goes on, and after the idle bound keeps no descriptor of theirs. */

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { afterEach, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { frames, join, PREFACE } from '../support/frames.ts';
import { descriptorCount, dial, goodCall, startTraced, stopAll, until } from './support.ts';

const CLIENTS = 3_000;
const WAVE = 300;

/** Of descriptors: the trace file, an idle keep-alive, a socket that is being closed. */
const TOLERANCE = 5;

/** RFC 7541 §6.2.2: literals without indexing, short names and values. */
function block(fields: readonly (readonly [string, string])[]): string {
  return fields.map(([name, value]) => `\0${sized(name)}${sized(value)}`).join('');
}

function sized(text: string): string {
  return String.fromCharCode(text.length) + text;
}

function requestBlock(method: string, path: string, isGrpc: boolean): string {
  const fields = [
    [':method', method],
    [':scheme', 'http'],
    [':path', path],
    [':authority', 'a'],
  ] as const;
  return block(isGrpc ? [...fields, ['content-type', 'application/grpc'], ['te', 'trailers']] : fields);
}

const OPEN = join(PREFACE, frames.settings());

/** A stream that its client has not ended, with half a message. */
const CALL = join(
  OPEN,
  frames.headers(1, requestBlock('POST', '/sre.echo.v1.EchoService/EchoBidiStream', true)),
  frames.data(1, '\0\0\0\0\x05\x0a\x03'),
);

const REQUEST = join(OPEN, frames.headers(1, requestBlock('POST', '/echo', false)), frames.data(1, 'half a bo'));

const CUT_FRAME = join(OPEN, frames.raw(0x4, 0, 0, 'only this', 60));

/** Asks for 50 MB, with windows that let all of it come: far more than the kernel buffers on both sides together. */
const LONG_ANSWER = join(
  PREFACE,
  frames.settings({ INITIAL_WINDOW_SIZE: 0x7fffffff }),
  frames.windowUpdate(0, 0x7fff0000),
  frames.headers(1, requestBlock('POST', '/sre.echo.v1.EchoService/EchoServerStream', true)),
  // EchoRequest { message: 10,000 bytes, count: 5,000 }
  frames.data(1, `\0${uint32(10_006)}\x0a\x90\x4e${'x'.repeat(10_000)}\x10\x88\x27`, { endStream: true }),
);

/** After this error nghttp2 sends GOAWAY and reads no more, but Node keeps the connection for the call that is open. */
const TOO_LARGE = join(CALL, frames.raw(0x0, 0, 1, new Uint8Array(4_000_000), 0xffffff));

function uint32(value: number): string {
  return String.fromCharCode(value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff);
}

/** What each kind of client sends before it vanishes, and how it does. */
interface Vanishing {
  readonly sends: Uint8Array;
  readonly vanish: (socket: Socket) => void;
  /** Whether it waits for an answer first: then it is in the middle of a stream. */
  readonly afterAnswer?: boolean;
}

const reset = (socket: Socket) => socket.resetAndDestroy();
const close = (socket: Socket) => socket.destroy();
/** Sends FIN, reads nothing more, and stays. */
const halfClose = (socket: Socket) => socket.pause().end();

const KINDS: { readonly [kind: string]: Vanishing } = {
  'reset in the middle of a call': { sends: CALL, vanish: reset, afterAnswer: true },
  'half-closed with a call open': { sends: CALL, vanish: halfClose, afterAnswer: true },
  'half-closed with a call open, unread': { sends: CALL, vanish: halfClose },
  'half-closed with a request open': { sends: REQUEST, vanish: halfClose },
  'half-closed inside an HTTP/1 body': {
    sends: Buffer.from('POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhal'),
    vanish: halfClose,
  },
  'reset inside a frame': { sends: CUT_FRAME, vanish: reset },
  'closed inside a frame': { sends: CUT_FRAME, vanish: close },
  'half-closed inside a frame': { sends: CUT_FRAME, vanish: halfClose },
  'closed inside the preface': { sends: PREFACE.subarray(0, 11), vanish: close },
  'half-closed inside the preface': { sends: PREFACE.subarray(0, 11), vanish: halfClose },
  'reset without a word': { sends: new Uint8Array(0), vanish: reset },
  'half-closed without a word': { sends: new Uint8Array(0), vanish: halfClose },
};

/** Resolves when the answer has got stuck. */
async function stopReading(socket: Socket): Promise<void> {
  socket.write(LONG_ANSWER);
  await once(socket, 'data');
  socket.pause();
  const sent = () => unsentBytes(socket.remotePort ?? 0, socket.localPort ?? 0);
  for (let [before, now] = [-1, sent()]; now === 0 || now !== before; [before, now] = [now, sent()]) await sleep(300);
}

/** What the server's kernel holds for the client's, which has no room: /proc/net/tcp, `tx_queue`. */
function unsentBytes(serverPort: number, clientPort: number): number {
  const hex = (port: number) => port.toString(16).toUpperCase().padStart(4, '0');
  const line = new RegExp(`:${hex(serverPort)} [0-9A-F]{8}:${hex(clientPort)} .. ([0-9A-F]{8}):`);
  return Number.parseInt(line.exec(readFileSync('/proc/net/tcp', 'latin1'))?.[1] ?? '0', 16);
}

async function vanishing(port: number, { sends, vanish, afterAnswer = false }: Vanishing): Promise<Socket> {
  const socket = dial(port);
  await once(socket, 'connect');
  socket.write(sends);
  if (afterAnswer) await once(socket, 'data');
  vanish(socket);
  return socket;
}

describe('clients that vanish', { skip: process.platform === 'linux' ? false : 'needs /proc' }, () => {
  afterEach(stopAll);

  test(`${CLIENTS} of them leave a server that serves, no descriptor, and a connectionClosed each`, async () => {
    const server = await startTraced({ args: ['--half-closed-idle-seconds', '1'] });
    await goodCall(server.grpcPort);
    const baseline = descriptorCount(server.pid);
    const kinds = Object.values(KINDS);
    const left: Socket[] = [];
    for (let begun = 0; begun < CLIENTS; begun += WAVE) {
      const wave = Array.from({ length: WAVE }, (_none, n) => {
        const port = Math.floor(n / kinds.length) % 2 === 0 ? server.grpcPort : server.httpPort;
        return vanishing(port, kinds[n % kinds.length] as Vanishing);
      });
      left.push(...(await Promise.all(wave)));
    }
    await goodCall(server.grpcPort);
    // They are all still there, as far as they have not left themselves: it is the server that frees what it holds.
    await until(
      () => `${descriptorCount(server.pid)} descriptors, ${baseline} before`,
      () => descriptorCount(server.pid) <= baseline + TOLERANCE,
    );
    await goodCall(server.grpcPort);
    for (const socket of left) socket.destroy();
    const events = await server.events();
    const opened = events.filter((event) => event.connectionOpened !== undefined).map(({ conn }) => conn);
    const closed = events.filter((event) => event.connectionClosed !== undefined).map(({ conn }) => conn);
    assert.equal(opened.length, CLIENTS + 3);
    assert.deepEqual(closed.toSorted(), opened.toSorted());
  });

  test('a client that vanishes from a connection that the server has given up is freed after the idle bound', async () => {
    const server = await startTraced({ args: ['--half-closed-idle-seconds', '1'] });
    await goodCall(server.grpcPort);
    const baseline = descriptorCount(server.pid);
    const clients = Array.from({ length: 4 }, () => dial(server.grpcPort));
    await Promise.all(clients.map((socket) => once(socket, 'connect')));
    for (const socket of clients) socket.write(TOO_LARGE);
    await sleep(500);
    for (const socket of clients) socket.destroy();
    await until(
      () => `${descriptorCount(server.pid)} descriptors, ${baseline} before`,
      () => descriptorCount(server.pid) <= baseline + 1,
    );
    const cuts = (await server.events()).filter(({ connectionClosed }) => connectionClosed?.how === 'LOCAL');
    assert.equal(cuts.length, 4);
  });

  test('a client that half-closes and does not read a long answer is cut after the idle bound', async () => {
    const server = await startTraced({ args: ['--half-closed-idle-seconds', '1'] });
    await goodCall(server.grpcPort);
    const baseline = descriptorCount(server.pid);
    const stuck = Array.from({ length: 4 }, () => dial(server.grpcPort));
    await Promise.all(stuck.map((socket) => stopReading(socket)));
    const held = descriptorCount(server.pid);
    // Two sockets and the server's end of the private hop for each; the good call's may have gone meanwhile.
    assert.ok(held >= baseline - 3 + 3 * stuck.length, `${held} descriptors, ${baseline} before`);
    for (const socket of stuck) socket.end();
    await until(
      () => `${descriptorCount(server.pid)} descriptors, ${baseline} before`,
      () => descriptorCount(server.pid) <= baseline + 1,
    );
    for (const socket of stuck) socket.destroy();
    const ends = (await server.events()).flatMap(({ connectionClosed }) => connectionClosed ?? []);
    const cuts = ends.filter(({ how }) => how === 'LOCAL').map(({ error }) => error);
    assert.deepEqual(cuts, Array(4).fill('half-closed by the client, then no byte for 1 s: cut by us'));
  });
});
