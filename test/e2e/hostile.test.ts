/** Hostile and broken clients: the server stays up, its memory stays bounded, and its trace says what happened. */

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect as connectHttp2 } from 'node:http2';
import { createServer, type Server, type Socket } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect as connectTls } from 'node:tls';
import { redactNothing } from '../../src/redaction.ts';
import { createGrpcServer } from '../../src/servers/grpc/server.ts';
import { createHealthRegistry } from '../../src/servers/health-registry.ts';
import { COMPARED, FLOODS, type Script } from './hostile-bytes.ts';
import { dial, goodCall, residentBytes, startTraced, stopAll, type Traced, type TraceLine } from './support.ts';

/** No bytes for so long: the conversation is over, and a connection that is open will stay so. */
const QUIET_MS = 400;

/** How long the first bytes may take on a busy machine. */
const FIRST_BYTES_MS = 5_000;

/** Generous: the ring alone may hold 64 MiB of events, and each flood makes tens of thousands. */
const MAX_GROWTH_BYTES = 300 * 1024 * 1024;

interface Conversation {
  /** In hex. */
  readonly answer: string;
  readonly end: 'FIN' | 'RST' | 'open';
  readonly port: number;
}

/** Sends the script, as far as the server takes it, and listens until nothing more comes. */
async function converse(port: number, { chunks, half = false }: Script): Promise<Conversation> {
  const socket = dial(port);
  const answer: Buffer[] = [];
  let end: Conversation['end'] = 'open';
  let quietAt = Number.POSITIVE_INFINITY;
  socket.on('data', (chunk: Buffer) => {
    quietAt = performance.now() + QUIET_MS;
    answer.push(chunk);
  });
  socket.on('end', () => {
    end = 'FIN';
  });
  socket.on('error', () => {
    if (end === 'open') end = 'RST';
  });
  const untilQuiet = async () => {
    quietAt = Math.min(quietAt, performance.now() + FIRST_BYTES_MS);
    while (performance.now() < quietAt) await sleep(QUIET_MS / 10);
    quietAt = performance.now() + QUIET_MS;
  };
  await once(socket, 'connect');
  const { localPort = 0 } = socket;
  const [first = Buffer.alloc(0), ...more] = chunks;
  socket.write(first);
  if (more.length > 0) await untilQuiet();
  for (const chunk of more) if (!socket.destroyed && !socket.write(chunk)) await drained(socket);
  if (half) socket.end();
  await untilQuiet();
  socket.destroy();
  return { answer: Buffer.concat(answer).toString('hex'), end, port: localPort };
}

/** Or closed, or stuck: a server need not read what it has refused. */
function drained(socket: Socket): Promise<unknown> {
  return Promise.race([
    once(socket, 'drain').catch(() => undefined),
    new Promise((resolve) => socket.once('close', resolve)),
    sleep(QUIET_MS),
  ]);
}

/** The same gRPC server as ours on a socket of its own: nothing of capture/ in between. */
async function startBare(): Promise<{ port: number; close(): Promise<void> }> {
  const grpc = createGrpcServer({
    health: createHealthRegistry(),
    isSecret: redactNothing,
    httpAt: '',
    identity: { hostname: '', version: '' },
  });
  const nowhere = { address: '127.0.0.1', port: 1 };
  const server: Server = createServer({ noDelay: true }, (socket) => {
    grpc.accept(socket, { id: 'c1', listener: 'grpc', peer: nowhere, local: nowhere, openedAt: 0 });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    async close() {
      server.close();
      await grpc.drain(0);
    },
  };
}

/** What the trace must say of each of them, in words that one of the events of its connection has. */
const TOLD: { readonly [name: string]: RegExp } = {
  garbage: /spoke no HTTP\/2: it began with \\"this is no HTTP/,
  'much garbage': /spoke no HTTP\/2: it began with \\"xxxx/,
  'half a preface and FIN': /stopped after 12 of the 24 bytes of the preface/,
  'a preface that goes wrong': /spoke no HTTP\/2: it began with \\"PRI \* HTTP/,
  'TLS ClientHello': /spoke no HTTP\/2: it began with TLS/,
  'a frame of 16 MB': /FRAME_SIZE_ERROR/,
  'an HPACK bomb': /"incomplete":/,
  'a CONTINUATION flood': /ENHANCE_YOUR_CALM|INTERNAL_ERROR/,
  'a first frame that is no SETTINGS': /RFC 9113 §3\.4/,
  'GOAWAY and FIN': /"how":"GOAWAY"/,
  'DATA on stream 0': /PROTOCOL_ERROR/,
  'a window of the connection that overflows': /FLOW_CONTROL_ERROR/,
  'a window of a stream that overflows': /FLOW_CONTROL_ERROR/,
  'a field block that does not decode': /RFC 7541/,
  'a SETTINGS frame cut short': /FRAME_SIZE_ERROR/,
  'half a frame and FIN': /stopped inside a HEADERS frame of stream 1: 3 of 100 bytes came/,
};

describe('hostile clients', { skip: process.platform === 'linux' ? false : 'needs /proc' }, () => {
  let bare: Awaited<ReturnType<typeof startBare>>;
  let server: Traced;
  let atStart = 0;
  /** By port of the client: what it was. */
  /** By port: after a reset the kernel may give it to the next one. */
  const clients = new Map<number, string[]>();
  const cameFrom = (port: number, name: string) => clients.set(port, [...(clients.get(port) ?? []), name]);

  before(async () => {
    bare = await startBare();
    server = await startTraced({ args: ['--half-closed-idle-seconds', '2'] });
    await goodCall(server.grpcPort);
    atStart = residentBytes(server.pid);
  });
  after(async () => {
    await bare.close();
    await stopAll();
  });

  async function assertWell(): Promise<void> {
    await goodCall(server.grpcPort);
    const growth = residentBytes(server.pid) - atStart;
    assert.ok(growth < MAX_GROWTH_BYTES, `resident memory grew by ${growth} bytes`);
  }

  for (const [name, script] of Object.entries(COMPARED)) {
    test(`${name}: the peer sees the same as without us`, async () => {
      const [expected, actual] = await Promise.all([converse(bare.port, script), converse(server.grpcPort, script)]);
      cameFrom(actual.port, name);
      assert.deepEqual([actual.answer, actual.end], [expected.answer, expected.end]);
      assert.notEqual(expected.answer, '');
      await assertWell();
    });
  }

  for (const [name, script] of Object.entries(FLOODS)) {
    test(`${name} does no harm`, async () => {
      const { port, answer } = await converse(server.grpcPort, script);
      cameFrom(port, name);
      assert.notEqual(answer, '');
      await assertWell();
    });
  }

  test('a reader that does not read does no harm', async () => {
    const session = connectHttp2(`http://127.0.0.1:${server.httpPort}`, {
      settings: { initialWindowSize: 0x7fffffff },
    });
    const streams = Array.from({ length: 50 }, () => {
      const stream = session.request({ ':method': 'POST', ':path': '/echo' });
      stream.on('error', () => {});
      return stream.end(Buffer.alloc(500_000, 'x'));
    });
    await once(streams[0] as NodeJS.EventEmitter, 'response');
    await assertWell();
    session.destroy();
  });

  test('HTTP/1 on the gRPC port is answered with 426 and where to go', async () => {
    const answer = await fetch(`http://127.0.0.1:${server.grpcPort}/echo`);
    const text = await answer.text();
    assert.equal(answer.status, 426);
    assert.ok(text.includes(`grpcurl -plaintext 127.0.0.1:${server.grpcPort} list`), text);
    await assertWell();
  });

  test('TLS on the plain ports ends the handshake', async () => {
    for (const port of [server.grpcPort, server.httpPort]) {
      const socket = connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false });
      const [error] = await once(socket, 'error').catch((failure) => [failure]);
      assert.match(String(error.code), /^(ERR_SSL|EPROTO|ECONNRESET)/);
      socket.destroy();
    }
    await assertWell();
  });

  test('garbage on the HTTP port is answered with 400', async () => {
    const { answer, end } = await converse(server.httpPort, {
      chunks: [Buffer.from('this is no HTTP at all\r\n\r\n')],
    });
    assert.match(Buffer.from(answer, 'hex').toString(), /^HTTP\/1\.1 400 Bad Request\r\n/);
    assert.equal(end, 'FIN');
    await assertWell();
  });

  test('the trace says of each what happened, and every connection is closed in it', async () => {
    const events = await server.events();
    const byConn = new Map<string, TraceLine[]>(events.map(({ conn }) => [conn, []]));
    for (const event of events) byConn.get(event.conn)?.push(event);
    const told = new Set<string>();
    for (const lines of byConn.values()) {
      const opened = lines[0]?.connectionOpened;
      if (opened === undefined) continue;
      // Behind the end comes what was found in it.
      const end = lines.findLast(({ finding }) => finding === undefined);
      assert.ok(end?.connectionClosed !== undefined, `${lines[0]?.conn} is not closed`);
      const text = lines.map((line) => JSON.stringify(line)).join('\n');
      for (const name of clients.get(opened.peer.port) ?? []) if (TOLD[name]?.test(text)) told.add(name);
    }
    assert.deepEqual([...told].toSorted(), Object.keys(TOLD).toSorted());
    const protocols = events.flatMap(({ connectionOpened }) => connectionOpened?.protocol ?? []);
    for (const protocol of ['h2c', 'http/1.1', 'tls', 'unknown']) assert.ok(protocols.includes(protocol), protocol);
  });
});
