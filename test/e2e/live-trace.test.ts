import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, describe, test } from 'node:test';

import { WebSocket } from 'ws';

import { type ServerProcess, startServer } from '../support/server-process.ts';

interface Seen {
  readonly seq: number;
  readonly conn: string;
  readonly connectionOpened?: { readonly listener: string };
}

describe('the live trace of a whole server', () => {
  let server: ServerProcess;
  before(async () => {
    server = await startServer({ entry: 'source', args: ['--log', 'off'] });
  });
  after(() => server.stop());

  test('a reader of everything does not make events of its own', async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${server.adminPort}/api/trace/live?replay=100`);
    const seen: Seen[] = [];
    socket.on('message', (data) => seen.push(...JSON.parse(String(data))));
    await once(socket, 'open');
    const count = 20;
    for (let n = 0; n < count; n++) await (await fetch(`http://127.0.0.1:${server.httpPort}/healthz?n=${n}`)).text();
    const answers = () => seen.filter((event) => JSON.stringify(event).includes(`n=${count - 1}`)).length;
    while (answers() === 0) await once(socket, 'message');
    const admin = seen.find(({ connectionOpened }) => connectionOpened?.listener === 'admin');
    assert.ok(admin !== undefined);
    // Its connection, its request, and the answer at most.
    assert.ok(seen.filter(({ conn }) => conn === admin.conn).length <= 3);
    for (const [n, event] of seen.entries()) assert.equal(event.seq, (seen[0]?.seq ?? 0) + n);
    socket.terminate();
  });

  test('the ring as a file ends where the live trace begins', async () => {
    const answer = await fetch(`http://127.0.0.1:${server.adminPort}/api/trace`);
    const lines = (await answer.text()).trim().split('\n');
    const seqs = lines.map((line) => JSON.parse(line).seq);
    assert.deepEqual(
      seqs,
      seqs.map((_, n) => n + 1),
    );
  });
});
