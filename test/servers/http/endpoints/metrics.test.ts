import assert from 'node:assert/strict';
import { after, suite, test } from 'node:test';

import { type RunningHttpServer, send, startHttpServer } from '../support.ts';

suite('/metrics', () => {
  const started: RunningHttpServer[] = [];
  after(() => Promise.all(started.map((each) => each.close())));

  async function metricsOf(options: Parameters<typeof startHttpServer>[0]) {
    const running = await startHttpServer(options);
    started.push(running);
    const headers = { accept: 'text/plain' };
    const { status, text } = await send(running, 'http/1.1', { path: '/metrics', headers });
    return { status, text };
  }

  test('is not there unless it was asked for', async () => {
    assert.equal((await metricsOf({})).status, 404);
  });

  test('is what Prometheus reads', async () => {
    const metrics = async (accept: string | undefined) => ({ contentType: 'text/plain', text: `# ${accept}\n` });
    assert.deepEqual(await metricsOf({ metrics }), { status: 200, text: '# text/plain\n' });
  });
});
