import assert from 'node:assert/strict';
import { afterEach, beforeEach, suite, test } from 'node:test';

import { type EventBody, stamp, streamClosed } from '../../../support/events.ts';
import { ask } from '../support.ts';
import { type RunningDelivery, startDelivery } from './support.ts';

function opened(streamId: number, path: string): EventBody {
  return { kind: 'streamOpened', streamOpened: { streamId, method: 'POST', path, authority: 'a' } };
}

suite('/api/streams', () => {
  let running: RunningDelivery;
  beforeEach(async () => {
    running = await startDelivery();
  });
  afterEach(() => running.close());

  async function get(path: string): Promise<{ status: number; json: Record<string, unknown> }> {
    const { status, text } = await ask(running, 'http/1.1', { path });
    return { status, json: JSON.parse(text) };
  }

  /** "c2/1 /b": those that ended, with their paths. */
  async function ended(query = ''): Promise<string[]> {
    const { json } = await get(`/api/streams${query}`);
    const streams = json.ended as { conn: string; streamId: number; opened?: { path: string } }[];
    return streams.map((each) => `${each.conn}/${each.streamId} ${each.opened?.path}`);
  }

  beforeEach(() => {
    running.hub.publish(stamp([streamClosed({ streamId: 9 }), opened(1, '/a'), opened(3, '/b')], 'c1', 1));
    running.hub.publish(stamp([opened(1, '/other'), streamClosed({ streamId: 1 })], 'c2', 4));
    running.hub.publish(stamp([streamClosed({ streamId: 3 }), streamClosed({ streamId: 1 })], 'c1', 6));
  });

  test('streams that ended, the last first, with how they began, where that is still held', async () => {
    assert.deepEqual(await ended(), ['c1/1 /a', 'c1/3 /b', 'c2/1 /other', 'c1/9 undefined']);
    assert.deepEqual(await ended('?limit=2'), ['c1/1 /a', 'c1/3 /b']);
    assert.deepEqual(await ended('?conn=c2'), ['c2/1 /other']);
    assert.deepEqual(await ended('?conn=c7'), []);
  });

  test('a parameter that is wrong is refused', async () => {
    for (const query of ['?limit=0', '?conn=3', '?stream=1']) {
      assert.equal((await get(`/api/streams${query}`)).status, 400, query);
    }
  });
});
