import assert from 'node:assert/strict';
import { afterEach, beforeEach, suite, test } from 'node:test';

import { UntracedConnection } from '../../../src/capture/untraced-connection.ts';
import { START } from '../../support/events.ts';
import { OPENED } from '../../support/script.ts';
import { ask, type RunningAdminServer, startAdminServer } from './support.ts';

suite('/api/connections', () => {
  let running: RunningAdminServer;
  beforeEach(async () => {
    running = await startAdminServer();
    const clock = () => START;
    const [one] = ['c1', 'c2'].map((id) =>
      running.connections.add(id, new UntracedConnection(id, OPENED, START - 1_000_000, clock)),
    );
    one?.chunk('CLIENT', new Uint8Array(3));
    one?.end({ how: 'FIN', endedBy: 'CLIENT' });
  });
  afterEach(() => running.close());

  async function get(path: string): Promise<{ status: number; json: Record<string, unknown> }> {
    const { status, text } = await ask(running, 'http/1.1', { path });
    return { status, json: JSON.parse(text) };
  }

  test('lists them as proto3 JSON: times are text', async () => {
    const { json } = await get('/api/connections');
    const [open, closed] = json.connections as Record<string, unknown>[];
    assert.deepEqual(open, {
      conn: 'c2',
      openedAt: '2026-11-21T01:42:46.123456Z',
      opened: OPENED,
      recording: 'UNTRACED',
      ageMs: 1_000,
      clientBytes: 0,
      serverBytes: 0,
      streams: 0,
      openStreams: 0,
      frames: [],
    });
    assert.equal(closed?.conn, 'c1');
    assert.equal(Object(closed?.closed).how, 'FIN');
  });

  test('tells of one', async () => {
    const { status, json } = await get('/api/connections/c1');
    const summary = json.summary as Record<string, unknown>;
    assert.deepEqual([status, summary.conn, summary.clientBytes, json.streams], [200, 'c1', 3, []]);
  });

  test('of none that is not there', async () => {
    const { status, json } = await get('/api/connections/c7');
    assert.deepEqual([status, json.message], [404, 'connection "c7" came: expected one of /api/connections']);
  });
});
