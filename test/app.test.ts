import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { closeSync, constants, mkdtempSync, openSync, readFileSync, readSync, rmSync } from 'node:fs';
import { connect as connectHttp2 } from 'node:http2';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type App, startApp } from '../src/app.ts';
import type { Config } from '../src/cli/config.ts';
import { redactionOf, SECRET_HEADER_NAMES } from '../src/redaction.ts';
import { loadProtos, serviceNames } from '../src/servers/grpc/protos.ts';
import { DEFAULT_HTTP2_POLICY } from '../src/servers/http2/policy.ts';
import { closeAll, closed, soon, track } from './capture/sockets.ts';
import { dial, goodCall } from './e2e/support.ts';

const IDENTITY = { hostname: 'host-1', version: '0.0.0' };

const CONFIG: Config = {
  host: '127.0.0.1',
  grpcPort: 0,
  httpPort: 0,
  tcpEchoPort: undefined,
  udpEchoPort: undefined,
  admin: undefined,
  channelz: false,
  tls: undefined,
  isProxy: undefined,
  log: undefined,
  traceFile: undefined,
  trace: 'on',
  diagnosis: true,
  ringBytes: 1024 * 1024,
  sampleOneIn: 1,
  payloadBytes: 1_024,
  isSecret: redactionOf(SECRET_HEADER_NAMES),
  graceMs: 1_000,
  drainDelayMs: 0,
  halfClosedIdleMs: 60_000,
  output: {
    packetFile: undefined,
    keyLog: undefined,
    accessLog: undefined,
    otlpEndpoint: undefined,
    httpMetrics: false,
  },
  policy: { http2: DEFAULT_HTTP2_POLICY, messages: { maxReceive: 4_194_304 }, pings: undefined },
  warnings: [],
};

const NOT_SERVING = ['', ...serviceNames(loadProtos())].map((name) => [name, 'NOT_SERVING']);

/** What `stop` may take on top of the grace time, and the patience of a test on a busy machine. */
const MARGIN_MS = 1_000;
const BUSY_MS = 500;

interface Started {
  readonly app: App;
  readonly log: string[];
  out(): string;
}

async function start(config: Partial<Config> = {}, stdout?: Writable): Promise<Started> {
  const log: string[] = [];
  let out = '';
  const collect = new Writable({
    write(chunk, _encoding, done) {
      out += chunk;
      done();
    },
  });
  const output = { stdout: stdout ?? collect, colour: false, log: (line: string) => void log.push(line) };
  return { app: await startApp({ ...CONFIG, ...config }, output, IDENTITY), log, out: () => out };
}

/** @returns how long it took, in milliseconds */
async function stopped({ app }: Started): Promise<number> {
  const started = performance.now();
  await soon('the stop', app.stop());
  return performance.now() - started;
}

async function get(url: string): Promise<{ status: number; text: string }> {
  const answer = await fetch(url, { headers: { connection: 'close' } });
  return { status: answer.status, text: await answer.text() };
}

describe('startApp', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'app-'));
  });
  afterEach(() => {
    closeAll();
    rmSync(folder, { recursive: true });
  });

  test('serves gRPC and HTTP, and shows both on stdout', async () => {
    const started = await start({ log: 'pretty' });
    await goodCall(started.app.grpc.port);
    const { status } = await get(`http://127.0.0.1:${started.app.http.port}/echo`);
    assert.equal(status, 200);
    await stopped(started);
    assert.match(started.out(), /SETTINGS/);
    assert.match(started.out(), /GET \/echo/);
    assert.deepEqual(started.log, []);
  });

  test('the answers to clients of the wrong port name the right one, also where that was any free one', async () => {
    const started = await start();
    const { grpc, http } = started.app;
    const { status, text } = await get(`http://127.0.0.1:${grpc.port}/echo`);
    assert.equal(status, 426);
    assert.ok(text.includes(`HTTP is served on 127.0.0.1:${http.port}.`), text);
    const answer = await fetch(`http://127.0.0.1:${http.port}/a.B/C`, {
      method: 'POST',
      headers: { 'content-type': 'application/grpc', connection: 'close' },
    });
    assert.ok((await answer.text()).includes(`It is served on 127.0.0.1:${grpc.port}, and here.`));
    await stopped(started);
  });

  test('gRPC is served on the HTTP port too', async () => {
    const started = await start({ log: 'pretty' });
    await goodCall(started.app.http.port);
    await stopped(started);
    assert.match(started.out(), /stream closed .* TRAILERS grpc-status 0 OK/);
    assert.deepEqual(started.log, []);
  });

  test('and say localhost where it listens on all addresses', async () => {
    const started = await start({ host: '0.0.0.0' });
    const { text } = await get(`http://127.0.0.1:${started.app.grpc.port}/echo`);
    assert.ok(text.includes(`HTTP is served on localhost:${started.app.http.port}.`), text);
    await stopped(started);
  });

  test('a fault that is only for one host name is for ours', async () => {
    const started = await start();
    const statusWith = async (fault: string) => {
      const url = `http://127.0.0.1:${started.app.http.port}/echo?x-sre-fault=${encodeURIComponent(fault)}`;
      return (await get(url)).status;
    };
    assert.equal(await statusWith(`hostname=${IDENTITY.hostname};status=418`), 418);
    assert.equal(await statusWith('hostname=not-ours;status=418'), 200);
    await stopped(started);
  });

  test('without a trace traffic passes, and nothing is shown', async () => {
    const started = await start({ trace: 'off', log: 'json' });
    await goodCall(started.app.grpc.port);
    await stopped(started);
    assert.equal(started.out(), '');
  });

  test('a port that is taken: nothing is left open', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const address = taken.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    await assert.rejects(start({ httpPort: port }), {
      message: /^--http-port on --host 127\.0\.0\.1: listen EADDRINUSE/,
    });
    await assert.rejects(start({ grpcPort: port }), {
      message: /^--grpc-port on --host 127\.0\.0\.1: listen EADDRINUSE/,
    });
    taken.close();
    const started = await start({ grpcPort: port });
    await stopped(started);
  });

  test('serves the admin API, traced as all others, and what it sets holds for the gRPC server', async () => {
    const traceFile = join(folder, 'trace');
    const started = await start({ admin: { host: '127.0.0.1', port: 0 }, traceFile });
    const admin = `http://127.0.0.1:${started.app.admin?.port}`;
    assert.equal((await get(`${admin}/`)).status, 200);
    const answer = await fetch(`${admin}/api/health`, { method: 'PUT', body: 'NOT_SERVING' });
    assert.deepEqual(await answer.json(), { ready: false, services: Object.fromEntries(NOT_SERVING) });
    await stopped(started);
    assert.match(readFileSync(traceFile, 'utf8'), /"connectionOpened":\{"listener":"admin"/);
  });

  test('serves the echoes that are asked for', async () => {
    const started = await start({ tcpEchoPort: 0, udpEchoPort: 0 });
    const { tcpEcho, udpEcho } = started.app;
    const socket = track(dial(tcpEcho?.port ?? 0));
    socket.end('hello');
    assert.equal(String(await buffer(socket)), 'hello');
    const datagrams = createSocket('udp4');
    datagrams.send('hello', udpEcho?.port ?? 0, '127.0.0.1');
    const [came] = await soon('the datagram', once(datagrams, 'message'));
    assert.equal(String(came), 'hello');
    datagrams.close();
    await stopped(started);
  });

  test('a trace file that cannot be opened', async () => {
    await assert.rejects(start({ traceFile: folder }), { message: new RegExp(`^--trace-file ${folder}: EISDIR`) });
  });
});

describe('stop', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'app-'));
  });
  afterEach(() => {
    closeAll();
    rmSync(folder, { recursive: true });
  });

  test('is quick where nothing is in flight, and nobody can connect afterwards', async () => {
    const started = await start();
    await goodCall(started.app.grpc.port);
    assert.ok((await stopped(started)) < CONFIG.graceMs);
    const late = dial(started.app.grpc.port);
    await closed(track(late));
    assert.equal(late.bytesRead, 0);
  });

  test('ends clients that have said nothing, and their connections are in the trace', async () => {
    const traceFile = join(folder, 'trace');
    const started = await start({ traceFile, graceMs: 5_000 });
    const silent = [started.app.grpc, started.app.http].map(({ port }) => track(dial(port)));
    await Promise.all(silent.map((socket) => once(socket, 'connect')));
    await sleep(50);
    for (const socket of silent) socket.on('end', () => socket.end()).resume();
    const tookMs = await stopped(started);
    assert.ok(tookMs < 2_000, `${tookMs} ms`);
    const lines = readFileSync(traceFile, 'utf8');
    assert.equal(lines.match(/"connectionOpened"/g)?.length, 2);
    assert.equal(lines.match(/"connectionClosed"/g)?.length, 2);
  });

  test('cuts what is left after the grace time, and the trace says by whom', async () => {
    const traceFile = join(folder, 'trace');
    const started = await start({ traceFile });
    const session = connectHttp2(`http://127.0.0.1:${started.app.grpc.port}`);
    session.on('error', () => {});
    const stream = session.request({
      ':method': 'POST',
      ':path': '/sre.echo.v1.EchoService/EchoBidiStream',
      'content-type': 'application/grpc',
      te: 'trailers',
    });
    stream.on('error', () => {});
    stream.write(Buffer.alloc(5));
    await once(stream, 'data');
    const tookMs = await stopped(started);
    assert.ok(tookMs > CONFIG.graceMs - 50 && tookMs < CONFIG.graceMs + MARGIN_MS + BUSY_MS, `${tookMs} ms`);
    assert.match(readFileSync(traceFile, 'utf8').trimEnd().split('\n').at(-1) ?? '', /"connectionClosed"/);
    session.destroy();
  });

  test('does not wait for a reader of stdout that does not read', async () => {
    const stuck = new Writable({ write() {} });
    const started = await start({ log: 'json' }, stuck);
    await goodCall(started.app.grpc.port);
    const tookMs = await stopped(started);
    assert.ok(tookMs < CONFIG.graceMs + MARGIN_MS + BUSY_MS, `${tookMs} ms`);
    assert.equal(started.log.length, 1);
    assert.match(started.log[0] ?? '', /^error: /);
  });

  test('does not wait for a trace file that takes nothing', { skip: process.platform === 'win32' }, async () => {
    const traceFile = join(folder, 'fifo');
    execFileSync('mkfifo', [traceFile]);
    const reader = openSync(traceFile, constants.O_RDONLY | constants.O_NONBLOCK);
    const started = await start({ traceFile, graceMs: 500 });
    // A pipe holds 64 KiB.
    for (let n = 0; n < 50; n++) await goodCall(started.app.grpc.port);
    const tookMs = await stopped(started);
    drain(reader);
    assert.ok(tookMs < 500 + MARGIN_MS + BUSY_MS, `${tookMs} ms`);
    assert.match(started.log.join('\n'), /^error: /);
  });
});

/** Lets the write end that is stuck in the pipe, so that this process can end. */
function drain(reader: number): void {
  const buffer = Buffer.alloc(1 << 20);
  const timer = setInterval(() => {
    try {
      if (readSync(reader, buffer) > 0) return;
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EAGAIN') return;
    }
    clearInterval(timer);
    closeSync(reader);
  }, 5);
}
