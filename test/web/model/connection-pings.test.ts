import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { connectionStory } from '../../../src/web/model/connection-story.ts';
import { conversation } from '../../support/conversation.ts';
import { frame, stamp } from '../../support/events.ts';
import { frames } from '../../support/frames.ts';

const opaque = (n: number) => n.toString(16).padStart(16, '0');

describe('round trips of PING', () => {
  test('are of the side that asked, with the shortest, the one in the middle and the longest', () => {
    const talk = conversation();
    for (const [n, ms] of [5, 1, 9].entries()) {
      talk
        .client(frames.ping(opaque(n)))
        .after(ms)
        .server(frames.pong(opaque(n)))
        .after(10);
    }
    talk.server(frames.ping(opaque(7)));
    const [client, server] = connectionStory(talk.events).pings;
    assert.deepEqual(
      [client?.from, client?.count, client?.minMs, client?.medianMs, client?.maxMs, client?.lastMs, client?.unanswered],
      ['CLIENT', 3, 1, 5, 9, 9, 0],
    );
    assert.deepEqual(client?.points, [
      { atMs: 5, value: 5 },
      { atMs: 16, value: 1 },
      { atMs: 35, value: 9 },
    ]);
    assert.deepEqual([server?.from, server?.count, server?.unanswered], ['SERVER', 0, 1]);
  });

  test('the ACK of a PING that is no longer held tells its round trip', () => {
    const ack = frame('SERVER', 'PING', 0, { flags: ['ACK'], ping: { opaque: opaque(1), ack: true, rttMs: 0.31 } });
    const [client] = connectionStory(stamp([ack])).pings;
    assert.deepEqual([client?.from, client?.medianMs], ['CLIENT', 0.31]);
  });

  test('without PINGs there are none', () => {
    assert.deepEqual(connectionStory(conversation().events).pings, []);
  });
});
