import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { certificate } from '../support/certificates.ts';
import { type Daemon, freePort, startDaemon } from '../support/interop/daemon.ts';
import { scratchFolder } from '../support/interop/scratch.ts';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

/** A process that hangs is killed, and then has no exit code. */
const PATIENCE_MS = 30_000;

const REFUSED =
  'refused the connection after N ms: nothing listens there: not up yet, crashed, or another address or port';

describe('health, as users run it, of the health service of grpc-go', () => {
  const files = scratchFolder();
  let clear: Daemon;
  let tls: Daemon;
  let [clearPort, tlsPort] = [0, 0];
  before(async () => {
    const { cert, key } = await certificate('localhost', { isCa: true });
    writeFileSync(files.path('cert.pem'), cert);
    writeFileSync(files.path('key.pem'), key);
    [clearPort, tlsPort] = [await freePort(), await freePort()];
    clear = await startGo(clearPort);
    tls = await startGo(tlsPort, '-tls-cert', files.path('cert.pem'), '-tls-key', files.path('key.pem'));
  });
  after(async () => {
    await clear.stop();
    await tls.stop();
    files.remove();
  });

  test('in clear text and over TLS it is healthy', async () => {
    assert.deepEqual(await health(`127.0.0.1:${clearPort}`), [
      0,
      `healthy: grpc 127.0.0.1:${clearPort} SERVING in N ms\n`,
    ]);
    // grpc-go refuses TLS without ALPN since 1.67.
    const args = [`grpcs://localhost:${tlsPort}`, '--ca', files.path('cert.pem')];
    assert.deepEqual(await health(...args), [0, `healthy: grpcs localhost:${tlsPort} SERVING in N ms\n`]);
  });

  test('a service that it does not know: not healthy', async () => {
    const [code, out] = await health(`127.0.0.1:${clearPort}/no.such.Service`);
    assert.equal(code, 1);
    assert.match(out, /no\.such\.Service NOT_FOUND after N ms: it says: unknown service\n$/);
  });

  test('TLS to clear text, clear text to TLS, and HTTP/1.1: not healthy, each with what was meant', async () => {
    const [, toClear] = await health(`grpcs://127.0.0.1:${clearPort}`);
    assert.match(toClear, /^not healthy: grpcs \S+ speaks no TLS after N ms: clear text is grpc:\/\/\n$/);
    const [, toTls] = await health(`127.0.0.1:${tlsPort}`);
    assert.match(toTls, /^not healthy: grpc \S+ .*(?:TLS is grpcs:\/\/|wants TLS \(grpcs:\/\/\))/);
    const [, byHttp] = await health(`http://127.0.0.1:${clearPort}/`);
    assert.match(
      byHttp,
      /^not healthy: http \S+ GET \/ .*: it speaks HTTP\/2: if it is a gRPC server, grpc:\/\/host:port\n$/,
    );
  });

  test('a process that stands still, and then is gone: not healthy', async () => {
    process.kill(clear.pid, 'SIGSTOP');
    const [stopped, silence] = await health(`127.0.0.1:${clearPort}`, '--timeout-seconds', '1');
    process.kill(clear.pid, 'SIGCONT');
    assert.equal(stopped, 1);
    assert.match(silence, / timed out after N ms: connected, but no HTTP\/2 came: the process hangs, or wants TLS/);
    assert.equal((await health(`127.0.0.1:${clearPort}`))[0], 0);
    await clear.kill();
    assert.deepEqual(await health(`127.0.0.1:${clearPort}`), [
      1,
      `not healthy: grpc 127.0.0.1:${clearPort} ${REFUSED}\n`,
    ]);
  });
});

function startGo(port: number, ...flags: string[]): Promise<Daemon> {
  const command = ['grpc-go-server', '-listen', `127.0.0.1:${port}`, ...flags] as const;
  return startDaemon({ name: 'grpc-go-server', command, ports: [port] });
}

async function health(...args: readonly string[]): Promise<[number | null, string]> {
  const child = spawn(process.execPath, [MAIN, 'health', '--timeout-seconds', '20', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: PATIENCE_MS,
  });
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk;
  });
  const [code] = await once(child, 'close');
  return [code, out.replace(/\b\d+ ms\b/, 'N ms')];
}
