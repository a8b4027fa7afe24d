/** What Chromium sends for a page of this server: it is let in, and what it only reads is not recorded. */

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { afterEach, beforeEach, suite, test } from 'node:test';

import { WebSocket } from 'ws';
import { startTraced, stopAll, type Traced } from '../../e2e/support.ts';
import { numbered } from '../../support/numbered.ts';
import { openSession, PROTOCOLS } from '../http/support.ts';
import { ask, HOST } from './support.ts';
import { type RunningDelivery, startDelivery } from './trace/support.ts';

const READ = { 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' };
const CHANGE = { ...READ, origin: `http://${HOST}` };

suite('the requests of the page', () => {
  let running: RunningDelivery;
  beforeEach(async () => {
    running = await startDelivery();
  });
  afterEach(() => running.close());

  for (const protocol of PROTOCOLS) {
    test(`a fetch of the page changes what is recorded, on ${protocol}`, async () => {
      const { status, text } = await ask(running, protocol, {
        method: 'PUT',
        path: '/api/trace/config',
        headers: { ...CHANGE, 'content-type': 'application/json' },
        body: '{"trace":"paused"}',
      });
      assert.deepEqual([status, JSON.parse(text).trace], [200, 'paused']);
      assert.deepEqual(running.muted, []);
    });

    test(`a fetch of the page of another port does not, on ${protocol}`, async () => {
      const headers = { ...CHANGE, origin: 'http://localhost:3000', 'sec-fetch-site': 'same-site' };
      const put = { method: 'PUT', path: '/api/trace/config', headers, body: '{"trace":"paused"}' };
      assert.equal((await ask(running, protocol, put)).status, 403);
      assert.equal(running.recording.settings.trace, 'on');
    });

    test(`what the page reads mutes its connection, and what curl reads does not, on ${protocol}`, async () => {
      assert.equal((await ask(running, protocol, { path: '/api/connections' })).status, 200);
      assert.deepEqual(running.muted, []);
      assert.equal((await ask(running, protocol, { path: '/api/connections', headers: READ })).status, 200);
      assert.deepEqual(running.muted, ['c2']);
    });
  }

  test('a connection stays muted between two requests, also behind an export', async () => {
    running.hub.publish(numbered(1, 3));
    const session = openSession(running);
    const get = async (path: string) => {
      const stream = session.request({ ':path': path, ':authority': HOST, ...READ });
      await stream.resume().toArray();
    };
    await get('/api/trace?since=1&until=2');
    await get('/api/trace/index');
    assert.deepEqual(running.muted, ['c1']);
    session.close();
  });

  test('its WebSocket is opened with its Origin, and that of another page is not', async () => {
    const { path } = running.listeners['http/1.1'];
    const connect = (origin: string) =>
      new WebSocket(`ws+unix:${path}:/api/trace/live`, { headers: { host: HOST, origin, ...READ } });
    const socket = connect(`http://${HOST}`);
    await once(socket, 'open');
    socket.terminate();
    const [, response] = await once(
      connect('http://localhost:3000').on('error', () => {}),
      'unexpected-response',
    );
    assert.equal(response.statusCode, 403);
    response.destroy();
  });
});

suite('a page that asks a whole server', () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  afterEach(async () => {
    agent.destroy();
    await stopAll();
  });

  async function fetched({ adminPort: port }: Traced, method: string, path: string, body = ''): Promise<void> {
    const headers = { ...(method === 'GET' ? READ : CHANGE), host: HOST };
    const sent = request({ agent, host: '127.0.0.1', port, method, path, headers }).end(body);
    const [response] = await once(sent, 'response');
    await response.toArray();
    assert.equal(response.statusCode, 200);
  }

  test('is in its trace with what it changes, the connection that it came over, and nothing that it reads', async () => {
    const server = await startTraced();
    for (let n = 0; n < 5; n++) {
      for (const path of ['/api/env', '/api/trace?limit=5', '/api/trace/index?conn=c1'])
        await fetched(server, 'GET', path);
    }
    await fetched(server, 'PUT', '/api/trace/config', '{"payloadBytes":5}');
    await fetched(server, 'GET', '/api/connections');
    agent.destroy();
    const events = (await server.events()).filter(({ conn }) => conn === 'c1');
    assert.deepEqual(
      events.map(({ http1, ...event }) => http1?.startLine ?? Object.keys(event).at(-1)),
      [
        'connectionOpened',
        ...Array(2).fill('PUT /api/trace/config HTTP/1.1'),
        ...Array(2).fill('HTTP/1.1 200 OK'),
        'connectionClosed',
      ],
    );
    assert.deepEqual(
      events.map(({ seq }) => seq),
      events.map((_, n) => n + 1),
    );
  });
});
