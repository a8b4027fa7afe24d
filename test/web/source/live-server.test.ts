/** The live reader at a server that runs: connections are cut, and the server is restarted. */

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createConnection } from 'node:net';
import { after, suite, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { WebSocket as Ws } from 'ws';

import type { TraceEvent } from '../../../src/trace/event.ts';
import { type LiveOptions, type LiveReader, type LiveState, openLive } from '../../../src/web/source/live-socket.ts';
import { createServerSource } from '../../../src/web/source/server-source.ts';
import { connectWith } from '../../../src/web/source/web-socket.ts';
import { type ServerProcess, startServer } from '../../support/server-process.ts';

const PATIENCE_MS = 20_000;

async function until(isSo: () => boolean, what: string): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  while (!isSo()) {
    if (Date.now() > end) assert.fail(`${what}: not within ${PATIENCE_MS} ms`);
    await sleep(10);
  }
}

/** Connections that are accepted and closed: some events each. */
async function traffic(port: number, connections: number): Promise<void> {
  for (let n = 0; n < connections; n++) {
    const socket = createConnection(port, '127.0.0.1');
    socket.end('GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
    socket.resume();
    await once(socket, 'close');
  }
}

suite('the live trace of a server that runs', () => {
  let server: ServerProcess;
  let live: LiveReader;
  after(async () => {
    live?.close();
    await server?.stop();
  });

  test('goes on without a gap when the connection was cut, and tells a restart', async () => {
    server = await startServer({ entry: 'source', args: ['--log', 'off'] });
    const { adminPort } = server;
    const source = createServerSource({ base: `http://127.0.0.1:${adminPort}/`, fetch, name: 'test' });
    const events: TraceEvent[] = [];
    const states: LiveState[] = [];
    const sockets: Ws[] = [];
    let restarts = 0;
    class Socket extends Ws {
      constructor(url: string) {
        super(url);
        sockets.push(this);
      }
    }
    live = openLive({
      url: source.liveUrl,
      filter: '',
      since: 1,
      source,
      connect: connectWith(Socket as unknown as Parameters<typeof connectWith>[0]),
      ...realTime,
      onEvents: (batch) => events.push(...batch),
      onState: (state) => states.push(state),
      onRestart: () => restarts++,
    });
    await traffic(server.httpPort, 10);
    await until(() => events.length >= 20, 'events of ten connections');

    sockets.at(-1)?.terminate();
    await until(() => states.at(-1)?.is === 'disconnected', 'the loss');
    await traffic(server.httpPort, 10);
    await until(() => states.at(-1)?.is === 'live', 'the next connection');
    await traffic(server.httpPort, 1);
    const before = (await source.index('')).lastSeq ?? 0;
    await until(() => (events.at(-1)?.seq ?? 0) >= before, 'all events');
    const seqs = events.map(({ seq }) => seq);
    assert.deepEqual(
      seqs,
      seqs.map((_, n) => n + 1),
    );
    // The question makes events of its own.
    assert.deepEqual(await source.read(1, seqs.length), events.slice(0, seqs.length));
    assert.equal(restarts, 0);

    await server.stop();
    await until(() => states.at(-1)?.is === 'disconnected', 'the end of the server');
    const reasons = states.flatMap((state) => (state.is === 'disconnected' ? [state.reason] : []));
    assert.deepEqual(reasons.slice(0, 2), ['the connection was lost', 'the server stops']);
    server = await startServer({ entry: 'source', args: ['--log', 'off', '--admin-port', String(adminPort)] });
    await until(() => restarts > 0, 'the restart');
    assert.equal(restarts, 1);
  });

  test('is refused in words where a WebSocket says none', async () => {
    const source = createServerSource({ base: `http://127.0.0.1:${server.adminPort}/`, fetch, name: 'test' });
    assert.match(await source.whyNotLive('framee.type'), /^400: filter refused at character 1/);
    assert.match(await source.whyNotLive(''), /a proxy in between/);
    await assert.rejects(source.index('framee.type'), /there is no variable framee/);
  });
});

const realTime: Pick<LiveOptions, 'now' | 'setTimer' | 'random'> = {
  now: Date.now,
  setTimer(call, ms) {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
  random: () => 0,
};
