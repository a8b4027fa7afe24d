/** The process as its operators meet it: started, signalled, its pipes closed, its ports and files taken. */

import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect as connectHttp2 } from 'node:http2';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { dial, goodCall, readTrace, until } from './support.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const SERVE = [
  '--import',
  'tsx',
  'src/main.ts',
  'serve',
  '--host',
  '127.0.0.1',
  '--grpc-port',
  '0',
  '--http-port',
  '0',
  '--admin-port',
  'off',
];
const READY = /ready: grpc 127\.0\.0\.1:(\d+), http 127\.0\.0\.1:(\d+)\n/;

interface Running {
  readonly child: ChildProcess;
  readonly grpcPort: number;
  readonly httpPort: number;
  out(): string;
  err(): string;
  /** Resolves with the exit code, when all output is read. */
  readonly exit: Promise<number | null>;
}

const children = new Set<ChildProcess>();

function spawnServer(args: readonly string[]): Omit<Running, 'grpcPort' | 'httpPort'> {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(SRE_|NODE_OPTIONS$|NODE_TEST_)/.test(name)),
  );
  const child = spawn(process.execPath, [...SERVE, ...args], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
  children.add(child);
  let out = '';
  let err = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    out += chunk;
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    err += chunk;
  });
  const exit = once(child, 'close').then(([code]) => {
    children.delete(child);
    return code;
  });
  return { child, out: () => out, err: () => err, exit };
}

async function start(...args: readonly string[]): Promise<Running> {
  const server = spawnServer(args);
  await until(
    () => `not ready: ${server.err()}`,
    () => READY.test(server.err()),
  );
  const [, grpc, http] = READY.exec(server.err()) ?? [];
  return { ...server, grpcPort: Number(grpc), httpPort: Number(http) };
}

/** @returns the exit code, and how long the end took in milliseconds */
async function signalled({ child, exit }: Running, signal: NodeJS.Signals): Promise<[number | null, number]> {
  const started = performance.now();
  child.kill(signal);
  return [await exit, performance.now() - started];
}

/** Opens a server-side stream and keeps what comes on it. */
function streamOf(grpcPort: number, path: string, message: readonly number[]): Watched {
  const session = connectHttp2(`http://127.0.0.1:${grpcPort}`);
  const stream = session.request({
    ':method': 'POST',
    ':path': path,
    'content-type': 'application/grpc',
    te: 'trailers',
  });
  const watched = { bytes: '', status: '', isGoaway: false, isClosed: false };
  session.on('goaway', () => {
    watched.isGoaway = true;
  });
  session.on('error', () => {});
  stream.on('error', () => {});
  stream.on('data', (chunk: Buffer) => {
    watched.bytes += chunk.toString('hex');
  });
  stream.on('trailers', (trailers) => {
    watched.status = String(trailers['grpc-status']);
  });
  stream.on('close', () => {
    watched.isClosed = true;
  });
  stream.end(Buffer.from([0, 0, 0, 0, message.length, ...message]));
  return watched;
}

interface Watched {
  /** In hex. */
  readonly bytes: string;
  /** `grpc-status`. */
  readonly status: string;
  readonly isGoaway: boolean;
  readonly isClosed: boolean;
}

const WATCH = '/grpc.health.v1.Health/Watch';
const SERVER_STREAM = '/sre.echo.v1.EchoService/EchoServerStream';

/** EchoRequest { count, interval_ms } */
function repliesOf(count: number, intervalMs: number): number[] {
  return [0x10, count, 0x18, (intervalMs & 0x7f) | 0x80, intervalMs >> 7];
}

/** HealthCheckResponse, length-prefixed. */
const SERVING = '00000000020801';
const NOT_SERVING = '00000000020802';

describe('the process', () => {
  afterEach(() => {
    for (const child of children) child.kill('SIGKILL');
  });

  const logs: [string, RegExp][] = [
    ['pretty', /SETTINGS[\s\S]*\/sre\.echo\.v1\.EchoService\/Echo[\s\S]*still here\?/],
    ['go', /http2: Framer 0x[0-9a-f]+: (read|wrote) SETTINGS/],
    ['nghttp', /\[ *\d+\.\d{3}\] (recv|send) SETTINGS frame/],
    ['json', /^\{"seq":1,.*\n[\s\S]*"streamClosed":\{/],
    ['off', /^$/],
  ];
  for (const [format, expected] of logs) {
    test(`--log ${format}: one call on stdout, nothing but our own log on stderr, and exit code 0 when idle`, async () => {
      const server = await start('--log', format);
      await goodCall(server.grpcPort);
      const [code, tookMs] = await signalled(server, 'SIGTERM');
      assert.equal(code, 0);
      assert.ok(tookMs < 3_000, `${tookMs} ms`);
      assert.match(server.out(), expected);
      assert.match(server.err(), /^sre-test-server ready: .*\n {2}grpcurl .*\n {2}curl .*\nSIGTERM: .*\nstopped\n$/);
    });
  }

  test('--trace off: traffic works, and there are no events', async () => {
    const server = await start('--trace', 'off', '--log', 'json');
    await goodCall(server.grpcPort);
    const answer = await fetch(`http://127.0.0.1:${server.httpPort}/echo`, { headers: { connection: 'close' } });
    assert.equal(answer.status, 200);
    const [code] = await signalled(server, 'SIGINT');
    assert.deepEqual([code, server.out()], [0, '']);
    assert.match(
      server.err(),
      /^warning: --trace off: nothing is shown or written until it is switched on\nsre-test-server ready/,
    );
  });

  test('SIGTERM: health says NOT_SERVING, GOAWAY, the call in flight completes, exit code 0', async () => {
    const server = await start('--log', 'off', '--grace-seconds', '10');
    const watch = streamOf(server.grpcPort, WATCH, []);
    const call = streamOf(server.grpcPort, SERVER_STREAM, repliesOf(5, 200));
    await until(
      () => 'no health, or no reply',
      () => watch.bytes !== '' && call.bytes !== '',
    );
    const [code, tookMs] = await signalled(server, 'SIGTERM');
    assert.deepEqual([code, watch.bytes, watch.isGoaway], [0, SERVING + NOT_SERVING, true]);
    assert.deepEqual([call.status, call.isGoaway], ['0', true]);
    assert.ok(tookMs > 300 && tookMs < 9_000, `${tookMs} ms`);
  });

  test('a call that is longer than the grace time is cut, and the exit code is 0 all the same', async () => {
    const server = await start('--log', 'off', '--grace-seconds', '1');
    const call = streamOf(server.grpcPort, SERVER_STREAM, repliesOf(100, 1_000));
    await until(
      () => 'no reply',
      () => call.bytes !== '',
    );
    const [code, tookMs] = await signalled(server, 'SIGTERM');
    assert.deepEqual([code, call.status], [0, '']);
    assert.ok(tookMs > 900 && tookMs < 3_000, `${tookMs} ms`);
    await until(
      () => 'the call is not closed',
      () => call.isClosed,
    );
  });

  test('--grace-seconds 0 cuts at once', async () => {
    const server = await start('--log', 'off', '--grace-seconds', '0');
    const call = streamOf(server.grpcPort, SERVER_STREAM, repliesOf(100, 1_000));
    await until(
      () => 'no reply',
      () => call.bytes !== '',
    );
    const [code, tookMs] = await signalled(server, 'SIGTERM');
    assert.equal(code, 0);
    assert.ok(tookMs < 2_000, `${tookMs} ms`);
  });

  test('clients that have said nothing yet, or do not read, do not hold up the end', async () => {
    const server = await start('--log', 'off', '--grace-seconds', '1');
    for (const port of [server.grpcPort, server.httpPort]) await once(dial(port), 'connect');
    const deaf = dial(server.httpPort).pause();
    const body = 'x'.repeat(1_000_000);
    for (let n = 0; n < 16; n++)
      deaf.write(`POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
    await sleep(500);
    const [code, tookMs] = await signalled(server, 'SIGTERM');
    assert.equal(code, 0);
    assert.ok(tookMs < 3_500, `${tookMs} ms`);
    deaf.destroy();
  });

  for (const [first, second, expected] of [
    ['SIGINT', 'SIGINT', 130],
    ['SIGTERM', 'SIGINT', 130],
    ['SIGTERM', 'SIGTERM', 143],
  ] as const) {
    test(`${second} after ${first} exits at once, with ${expected}`, async () => {
      const server = await start('--log', 'off', '--grace-seconds', '30');
      const call = streamOf(server.grpcPort, SERVER_STREAM, repliesOf(100, 1_000));
      await until(
        () => 'no reply',
        () => call.bytes !== '',
      );
      server.child.kill(first);
      await until(
        () => `the first signal is not heard: ${server.err()}`,
        () => server.err().includes('not serving any more'),
      );
      const [code, tookMs] = await signalled(server, second);
      assert.equal(code, expected);
      assert.ok(tookMs < 2_000, `${tookMs} ms`);
    });
  }

  test('a reader of stdout that leaves, as in `| head -1`, does not end it', async () => {
    const server = await start('--log', 'json');
    await goodCall(server.grpcPort);
    server.child.stdout?.destroy();
    for (let n = 0; n < 5; n++) await goodCall(server.grpcPort);
    const [code] = await signalled(server, 'SIGTERM');
    assert.equal(code, 0);
    assert.doesNotMatch(server.err(), /error/);
  });

  test('a reader of stdout that does not read neither stops traffic nor the end', async () => {
    const server = await start('--log', 'json', '--grace-seconds', '1');
    server.child.stdout?.pause();
    for (let n = 0; n < 200; n++) await goodCall(server.grpcPort);
    const started = performance.now();
    server.child.kill('SIGTERM');
    await once(server.child, 'exit');
    assert.ok(performance.now() - started < 3_500);
    assert.equal(server.child.exitCode, 0);
    server.child.stdout?.resume();
    await server.exit;
  });

  test('a reader of stderr that leaves does not end it either', async () => {
    const server = await start('--log', 'json');
    server.child.stderr?.destroy();
    await goodCall(server.grpcPort);
    const [code] = await signalled(server, 'SIGTERM');
    assert.equal(code, 0);
  });

  test('a port that is taken: exit code 1, and why', async () => {
    const server = await start('--log', 'off');
    const second = spawnServer(['--http-port', String(server.httpPort)]);
    assert.equal(await second.exit, 1);
    assert.match(
      second.err(),
      /^error: --http-port on --host 127\.0\.0\.1: listen EADDRINUSE: address already in use 127\.0\.0\.1:\d+\n$/,
    );
    assert.equal((await signalled(server, 'SIGTERM'))[0], 0);
  });

  test('a trace file that cannot be written: exit code 1, and why', async () => {
    const server = spawnServer(['--trace-file', '/no/such/folder/trace']);
    assert.equal(await server.exit, 1);
    assert.match(
      server.err(),
      /^error: --trace-file \/no\/such\/folder\/trace: ENOENT: no such file or directory.*\n$/,
    );
  });

  test('after SIGTERM the trace file is complete: no gap in its numbers, and every connection is closed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'e2e-'));
    const server = await start('--log', 'off', '--trace-file', join(folder, 'trace'));
    for (let n = 0; n < 20; n++) await goodCall(server.grpcPort);
    const call = streamOf(server.grpcPort, SERVER_STREAM, repliesOf(3, 200));
    await until(
      () => 'no reply',
      () => call.bytes !== '',
    );
    await signalled(server, 'SIGTERM');
    const events = readTrace(join(folder, 'trace'));
    rmSync(folder, { recursive: true });
    assert.deepEqual(
      events.map(({ seq }) => seq),
      events.map((_event, n) => n + 1),
    );
    assert.notEqual(events.at(-1)?.connectionClosed, undefined);
    const count = (key: 'connectionOpened' | 'connectionClosed') =>
      events.filter((event) => event[key] !== undefined).length;
    assert.deepEqual([count('connectionOpened'), count('connectionClosed')], [21, 21]);
  });
});
