import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { after, before, describe, type TestContext, test } from 'node:test';
import { toolEnvironment, toolOutput } from '../support/interop/tool.ts';
import { type ServerProcess, startServer } from '../support/server-process.ts';

const ECHO = 'sre.echo.v1.EchoService';
const ADMIN = 'sre.admin.v1.AdminService';
const HEALTH = 'grpc.health.v1.Health';

/** What is promised of a Watch is 100 ms; a busy machine may take longer to run grpcurl, and that is not ours. */
const PATIENCE_MS = 10_000;

const FLIPS = ['NOT_SERVING', 'SERVING', 'NOT_SERVING', 'SERVING'];

describe('health that is switched while the server runs', () => {
  let server: ServerProcess;
  const watches = new Set<ChildProcess>();
  before(async () => {
    server = await startServer({ args: ['--log', 'off'] });
    // The first request of this process takes a tenth of a second before it is sent.
    await put('/api/health', 'SERVING');
  });
  after(async () => {
    for (const watch of watches) watch.kill();
    await server.stop();
  });

  test('by HTTP: each switch is the next message of grpcurl that watches, and what Check says', async (t) => {
    const next = watch('');
    assert.equal(await next(), 'SERVING');
    for (const status of FLIPS) {
      await flip(t, '/api/health', status, next);
      assert.equal(await check(''), status);
      assert.equal(await check(ECHO), status);
    }
  });

  test('by gRPC on the admin port, which grpcurl knows by reflection', async () => {
    const target = `127.0.0.1:${server.adminPort}`;
    const next = watch(ECHO);
    assert.equal(await next(), 'SERVING');
    for (const status of FLIPS) {
      const request = JSON.stringify({ service: ECHO, status });
      await toolOutput('grpcurl', ['-plaintext', '-d', request, target, `${ADMIN}/SetServing`]);
      assert.equal(await next(), status);
    }
  });

  test('of one service: who watches another hears nothing of it', async (t) => {
    const [ofEcho, ofServer] = [watch(ECHO), watch('')];
    assert.deepEqual([await ofEcho(), await ofServer()], ['SERVING', 'SERVING']);
    await flip(t, `/api/health/${ECHO}`, 'NOT_SERVING', ofEcho);
    assert.equal(await check(''), 'SERVING');
    // Its next message is of this switch, so there was none of the one before.
    await flip(t, '/api/health/', 'NOT_SERVING', ofServer);
    await put('/api/health', 'SERVING');
  });

  async function flip(t: TestContext, path: string, status: string, next: () => Promise<string>): Promise<void> {
    const started = performance.now();
    const heard = next().then((told) => ({ told, ms: performance.now() - started }));
    await put(path, status);
    const { told, ms } = await heard;
    assert.equal(told, status);
    t.diagnostic(`${path} ${status}: heard ${ms.toFixed(1)} ms after the request began`);
    assert.ok(ms < PATIENCE_MS, `${ms} ms`);
  }

  async function put(path: string, body: string): Promise<void> {
    const answer = await fetch(`http://127.0.0.1:${server.adminPort}${path}`, { method: 'PUT', body });
    assert.equal(answer.status, 200, await answer.text());
  }

  async function check(service: string): Promise<string> {
    const target = `127.0.0.1:${server.grpcPort}`;
    return statusIn(
      await toolOutput('grpcurl', ['-plaintext', '-d', JSON.stringify({ service }), target, `${HEALTH}/Check`]),
    );
  }

  /** @returns the next status that grpcurl prints */
  function watch(service: string): () => Promise<string> {
    const args = ['-plaintext', '-d', JSON.stringify({ service }), `127.0.0.1:${server.grpcPort}`, `${HEALTH}/Watch`];
    const child = spawn('grpcurl', args, { env: toolEnvironment(), stdio: ['ignore', 'pipe', 'inherit'] });
    watches.add(child);
    let text = '';
    child.stdout.on('data', (chunk) => {
      text += chunk;
    });
    return async () => {
      while (!text.includes('}')) await once(child.stdout, 'data', { signal: AbortSignal.timeout(PATIENCE_MS) });
      const end = text.indexOf('}') + 1;
      const message = text.slice(0, end);
      text = text.slice(end);
      return statusIn(message);
    };
  }
});

function statusIn(json: string): string {
  return /"status": "(\w+)"/.exec(json)?.[1] ?? json;
}
