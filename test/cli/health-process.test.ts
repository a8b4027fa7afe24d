/** `health` as a process: what it leaves behind for a probe is its exit code, and what it costs is what it loads. */

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { http2Peer, httpPeer, tcpPeer } from './health/asked.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Writes the URL of each module that is imported to stderr. */
const TELL_IMPORTS = `data:text/javascript,${encodeURIComponent(`
  import { register } from 'node:module';
  register('data:text/javascript,' + encodeURIComponent(\`
    import { writeSync } from 'node:fs';
    export async function load(url, context, next) {
      writeSync(2, url + '\\\\n');
      return next(url, context);
    }
  \`));
`)}`;

/** A process that hangs is killed, and then has no exit code. */
const PATIENCE_MS = 30_000;

describe('the process of sre-test-server health', () => {
  test('ends by itself with 0, 1 or 2 and nothing but its line, while the peer keeps the connection open', async (t) => {
    const serving = await http2Peer(t, (stream) => {
      stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
      stream.once('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
      stream.end(Buffer.of(0, 0, 0, 0, 2, 8, 1));
    });
    const silent = await tcpPeer(t, (socket) => socket.resume());
    const [healthy, hanging, wrong] = await Promise.all([
      health([`127.0.0.1:${serving}`, '--timeout-seconds', '20']),
      health([`127.0.0.1:${silent}`]),
      health(['localhost']),
    ]);
    assert.deepEqual([healthy.code, hanging.code, wrong.code], [0, 1, 2]);
    assert.match(healthy.out, /^healthy: grpc 127\.0\.0\.1:\d+ SERVING in \d+ ms\n$/);
    assert.match(hanging.out, /^not healthy: grpc 127\.0\.0\.1:\d+ timed out after \d+ ms: .*\n$/);
    assert.deepEqual([healthy.err, hanging.err, wrong.out], ['', '', '']);
  });

  test('Ctrl-C ends it', async (t) => {
    const accepted = new EventEmitter();
    const port = await tcpPeer(t, () => accepted.emit('connection'));
    const connection = once(accepted, 'connection');
    const { child, ended } = start(['health', `127.0.0.1:${port}`, '--timeout-seconds', '60']);
    await connection;
    child.kill('SIGINT');
    const { code, out } = await ended;
    assert.equal(code, 1);
    assert.match(out, / gave no answer after \d+ ms: SIGINT came first\n$/);
  });

  test('it loads the protocol that it speaks, and nothing of the server', async (t) => {
    const grpc = await tcpPeer(t, (socket) => socket.end());
    const http = await httpPeer(t, (_request, response) => response.end());
    const [byGrpc, byHttp] = await Promise.all([
      health([`127.0.0.1:${grpc}`, '--timeout-seconds', '20'], ['--import', TELL_IMPORTS]),
      health([`http://127.0.0.1:${http}/`, '--timeout-seconds', '20'], ['--import', TELL_IMPORTS]),
    ]);
    assert.match(byGrpc.err, /\/src\/cli\/health\/grpc-check\.ts\n/);
    assert.match(byHttp.err, /\/src\/cli\/health\/http-check\.ts\n/);
    assert.doesNotMatch(byGrpc.err, /http-check/);
    assert.doesNotMatch(byHttp.err, /grpc-check/);
    for (const { err } of [byGrpc, byHttp]) {
      assert.doesNotMatch(err, /\/src\/(?:app|capture|servers|sinks|diagnose|filter)\b|tls-credentials|own-target/);
      const packages = [...err.matchAll(/node_modules\/((?:@[^/]+\/)?[^/]+)/g)].map(([, name]) => name);
      assert.deepEqual([...new Set(packages)], ['commander']);
    }
  });
});

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function health(args: readonly string[], nodeArgs: readonly string[] = []): Promise<Ended> {
  return start(['health', ...args], nodeArgs).ended;
}

function start(args: readonly string[], nodeArgs: readonly string[] = []) {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(SRE_|NODE_OPTIONS$|NODE_TEST_)/.test(name)),
  );
  const command = ['--import', 'tsx', ...nodeArgs, 'src/main.ts', ...args];
  const child = spawn(process.execPath, command, {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: PATIENCE_MS,
  });
  const text = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => {
    text.out += chunk;
  });
  child.stderr.on('data', (chunk: Buffer) => {
    text.err += chunk;
  });
  const ended = once(child, 'close').then(([code]): Ended => ({ code, ...text }));
  return { child, ended };
}
