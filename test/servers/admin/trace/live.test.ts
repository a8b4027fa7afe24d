import assert from 'node:assert/strict';
import { once } from 'node:events';
import { afterEach, beforeEach, mock, suite, test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';

import { WebSocket } from 'ws';

import { createAdminToken } from '../../../../src/servers/admin/token.ts';
import { numbered } from '../../../support/numbered.ts';
import { ask, HOST } from '../support.ts';
import { type RunningDelivery, startDelivery } from './support.ts';

interface Reader {
  readonly socket: WebSocket;
  /** The next message, as JSON. */
  next(): Promise<unknown>;
}

suite('/api/trace/live', () => {
  let running: RunningDelivery;
  beforeEach(async () => {
    running = await startDelivery({ maxSubscribers: 2 });
  });
  afterEach(() => running.close());

  function connect(query = '', headers: Record<string, string> = {}): WebSocket {
    const { path } = running.listeners['http/1.1'];
    return new WebSocket(`ws+unix:${path}:/api/trace/live${query}`, { headers: { host: HOST, ...headers } });
  }

  async function open(query?: string): Promise<Reader> {
    const socket = connect(query);
    const messages: unknown[] = [];
    let wake = () => {};
    socket.on('message', (data) => {
      messages.push(JSON.parse(String(data)));
      wake();
    });
    await once(socket, 'open');
    while (running.muted.length === 0) await turn();
    const next = async () => {
      if (messages.length === 0) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      return messages.shift();
    };
    return { socket, next };
  }

  /** Of the events of the next message. */
  async function seqs(reader: Reader): Promise<number[]> {
    const events = await reader.next();
    assert.ok(Array.isArray(events), JSON.stringify(events));
    return events.map(({ seq }) => seq);
  }

  async function say(reader: Reader, message: unknown): Promise<unknown> {
    reader.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
    return reader.next();
  }

  async function refusedWith(socket: WebSocket): Promise<{ status: number; body: { readonly message: string } }> {
    const [, response] = await once(socket, 'unexpected-response');
    const body = JSON.parse((await response.toArray()).join(''));
    socket.on('error', () => {}).terminate();
    return { status: response.statusCode, body };
  }

  test('events come as they happen, as arrays of their JSON', async () => {
    const reader = await open();
    running.hub.publish(numbered(1, 2));
    const [event] = (await reader.next()) as { seq: number; frame: { type: string } }[];
    assert.equal(event?.frame.type, 'WINDOW_UPDATE');
    running.hub.publish(numbered(3, 4));
    assert.deepEqual(await seqs(reader), [3, 4]);
    reader.socket.terminate();
  });

  test('a filter, and the newest of the past', async () => {
    running.hub.publish(numbered(1, 10));
    const reader = await open('?filter=even&replay=2');
    assert.deepEqual(await seqs(reader), [8, 10]);
    running.hub.publish(numbered(11, 12));
    assert.deepEqual(await seqs(reader), [12]);
    reader.socket.terminate();
  });

  test('the past from a number on', async () => {
    running.hub.publish(numbered(1, 5));
    const reader = await open('?since=4');
    assert.deepEqual(await seqs(reader), [4, 5]);
    reader.socket.terminate();
  });

  test('the filter can be changed: the answer has it as CEL, or what is wrong with it', async () => {
    const reader = await open();
    assert.deepEqual(await say(reader, { filter: 'even' }), { filter: 'seq % 2 == 0' });
    running.hub.publish(numbered(1, 2));
    assert.deepEqual(await seqs(reader), [2]);
    const error = { message: 'filter refused at character 3: expected even or from', position: 2 };
    assert.deepEqual(await say(reader, { filter: 'odd' }), { error });
    running.hub.publish(numbered(3, 4));
    assert.deepEqual(await seqs(reader), [4]);
    assert.deepEqual(await say(reader, { filter: '' }), { filter: '' });
    running.hub.publish(numbered(5, 6));
    assert.deepEqual(await seqs(reader), [5, 6]);
    reader.socket.terminate();
  });

  test('paused: nothing is sent, and what was not shown is announced', async () => {
    const reader = await open();
    assert.deepEqual(await say(reader, { pause: true }), { pause: true });
    running.hub.publish(numbered(1, 4));
    await turn();
    await turn();
    assert.deepEqual(await say(reader, { pause: false }), { pause: false });
    const [lost] = (await reader.next()) as { traceLost: object }[];
    assert.deepEqual(lost?.traceLost, { reason: 'paused by the reader', dropped: 4, firstSeq: 1, lastSeq: 4 });
    reader.socket.terminate();
  });

  test('what is no such message is answered, and nothing ends', async () => {
    const reader = await open();
    const expected = 'expected {"filter": "…"} or {"pause": true} or {"pause": false}';
    for (const message of ['', 'x', '[]', 'null', '{}', '{"filter":1}', '{"pause":"yes"}', '{"stop":true}']) {
      assert.deepEqual(await say(reader, message), {
        error: { message: `${JSON.stringify(message)} came: ${expected}` },
      });
    }
    assert.deepEqual(await say(reader, JSON.stringify({ filter: 'x'.repeat(70_000) })), {
      error: { message: '70013 bytes came: expected up to 65536' },
    });
    running.hub.publish(numbered(1, 1));
    assert.deepEqual(await seqs(reader), [1]);
    reader.socket.terminate();
  });

  test('a handshake that asks for what is wrong is answered in HTTP, as any other request', async () => {
    const cases: readonly [WebSocket, number, RegExp][] = [
      [connect('?filter=odd'), 400, /^filter refused at character 3: expected even or from$/],
      [connect('?replay=x'), 400, /^parameter replay: "x" came/],
      [connect('', { origin: 'https://evil.example' }), 403, /^Origin https:\/\/evil\.example came/],
      [connect('', { host: 'evil.example' }), 403, /^Host evil\.example came/],
    ];
    for (const [socket, status, message] of cases) {
      const refused = await refusedWith(socket);
      assert.equal(refused.status, status);
      assert.match(refused.body.message, message);
    }
  });

  test('where a token is needed, a handshake brings it, and is answered in HTTP where it does not', async () => {
    await running.close();
    const token = 'correct-horse-battery';
    running = await startDelivery({ maxSubscribers: 2 }, { token: createAdminToken(token) });
    const refused = await refusedWith(connect());
    assert.equal(refused.status, 401);
    assert.match(refused.body.message, /^no token came: /);
    assert.equal((await refusedWith(connect('', { authorization: 'Bearer correct-horse-batterY' }))).status, 401);
    const socket = connect('', { authorization: `Basic ${btoa(`:${token}`)}` });
    await once(socket, 'open');
    socket.terminate();
  });

  test('a request without a handshake is told how', async () => {
    const plain = await ask(running, 'http/1.1', { path: '/api/trace/live' });
    assert.deepEqual([plain.status, plain.headers.upgrade], [426, 'websocket']);
    const h2 = await ask(running, 'h2c', { path: '/api/trace/live' });
    assert.equal(h2.status, 505);
  });

  test('there is a most of readers, and one that leaves makes room', async () => {
    const first = await open();
    const second = await open();
    assert.equal((await refusedWith(connect())).status, 429);
    first.socket.terminate();
    while (running.delivery.subscriptions.refusal !== undefined) await turn();
    const third = await open();
    running.hub.publish(numbered(1, 1));
    assert.deepEqual([await seqs(second), await seqs(third)], [[1], [1]]);
  });

  test('its connection is muted until it is gone', async () => {
    const { socket } = await open();
    assert.deepEqual(running.muted, ['c1']);
    socket.terminate();
    while (running.muted.length > 0) await turn();
  });

  test('a drain gives what waits, then ends it with 1001, and lets nobody in', async () => {
    const reader = await open();
    const closed = once(reader.socket, 'close');
    running.hub.publish(numbered(1, 3));
    const drained = running.server.drain(10_000);
    assert.deepEqual(await seqs(reader), [1, 2, 3]);
    assert.equal((await closed)[0], 1001);
    await drained;
  });

  test('a reader who does not read is cut when the grace time is over', async () => {
    const { socket } = await open();
    socket.pause();
    for (let n = 0; n < 20; n++) running.hub.publish(numbered(n * 10_000 + 1, (n + 1) * 10_000));
    await running.server.drain(30);
    socket.terminate();
  });

  test('a reader is asked with PINGs, and one that answers none of many is ended', async () => {
    mock.timers.enable({ apis: ['setInterval'] });
    try {
      const { socket } = await open();
      const pinged = once(socket, 'ping');
      mock.timers.tick(30_000);
      await pinged;
      const ended = once(socket, 'close');
      socket.pause();
      for (let n = 0; n < 12; n++) mock.timers.tick(30_000);
      while (running.muted.length > 0) await turn();
      socket.resume();
      await ended;
    } finally {
      mock.timers.reset();
    }
  });
});
