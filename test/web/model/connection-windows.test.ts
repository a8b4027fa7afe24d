import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Side } from '../../../src/trace/event.ts';
import { connectionStory } from '../../../src/web/model/connection-story.ts';
import { senderOf, type WindowSeries, windowWords } from '../../../src/web/model/connection-windows.ts';
import { type Conversation, conversation } from '../../support/conversation.ts';
import { type EventBody, frame, stamp } from '../../support/events.ts';
import { frames } from '../../support/frames.ts';
import { CALL, OK } from '../../support/script.ts';

const ROOMY = { INITIAL_WINDOW_SIZE: 1_000_000 };

function series(events: Parameters<typeof connectionStory>[0], sender: Side, nowMs = 0): WindowSeries {
  const found = connectionStory(events, nowMs).windows.find((each) => each.sender === sender);
  assert.ok(found);
  return found;
}

/** The server uses the window of the connection up at 1 ms, and gets credit at 41 ms. */
function stalled(): Conversation {
  const talk = conversation({ clientSettings: ROOMY });
  talk
    .client(talk.request(1, CALL, { endStream: true }))
    .after(1)
    .server(talk.response(1, OK));
  for (let sent = 0; sent < 65_535; sent += 13_107) talk.server(frames.data(1, 'x'.repeat(13_107)));
  return talk.after(40).client(frames.windowUpdate(0, 65_535)).after(9).client(frames.ping('0000000000000001'));
}

describe('what a side may still send on the connection', () => {
  test('begins with 65,535, goes down with DATA, and up with WINDOW_UPDATE', () => {
    const { points, now, lowest, highest } = series(stalled().events, 'SERVER');
    assert.deepEqual(
      points.map(({ atMs, value }) => [atMs, value]),
      [
        [0, 65_535],
        [1, 52_428],
        [1, 39_321],
        [1, 26_214],
        [1, 13_107],
        [1, 0],
        [41, 65_535],
        [50, 65_535],
      ],
    );
    assert.deepEqual([now, lowest, highest?.value], [65_535, { atMs: 1, value: 0 }, 65_535]);
  });

  test('is another one for each side', () => {
    const { points, stallCount } = series(stalled().events, 'CLIENT');
    assert.deepEqual([points.map(({ value }) => value), stallCount], [[65_535, 65_535], 0]);
  });

  test('used up, until credit comes, is a stall', () => {
    const server = series(stalled().events, 'SERVER');
    assert.deepEqual(
      [server.stalls, server.stalledMs, server.stalledSince],
      [[{ fromMs: 1, toMs: 41 }], 40, undefined],
    );
    assert.equal(
      windowWords(server),
      'server may still send 65,535 bytes; lowest 0 at 0.001 s; used up once, 40 ms in all',
    );
  });

  test('a stall without credit lasts until now', () => {
    const events = stalled().events.filter((event) => event.offsetMs < 41);
    const server = series(events, 'SERVER', 3_001);
    assert.deepEqual([server.stalls, server.stalledSince], [[{ fromMs: 1, toMs: 3_001 }], 1]);
    assert.match(windowWords(server), /may still send 0 bytes; .* since 0.001 s without credit$/);
  });

  test('is known from the first frame that tells it, where the beginning is missing', () => {
    const events = stalled().events.filter((event) => event.offsetMs >= 1);
    const server = series(events, 'SERVER');
    assert.deepEqual(server.points[0], { atMs: 1, value: 52_428 });
    assert.equal(
      windowWords(series([], 'CLIENT')),
      'what the client may still send is not known: no frame has told it',
    );
  });

  test('RFC 9113 §6.9: of DATA it is of the sender, of WINDOW_UPDATE and SETTINGS of the receiver, of an ACK of its sender', () => {
    const senders = [
      frame('CLIENT', 'DATA', 1),
      frame('CLIENT', 'WINDOW_UPDATE', 0),
      frame('CLIENT', 'SETTINGS', 0),
      frame('CLIENT', 'SETTINGS', 0, { flags: ['ACK'] }),
    ].map((body) => (body.kind === 'frame' ? senderOf(body.frame) : undefined));
    assert.deepEqual(senders, ['CLIENT', 'SERVER', 'SERVER', 'CLIENT']);
  });

  test('of many frames keeps the moment at which nothing was left', () => {
    const bodies: EventBody[] = Array.from({ length: 9_000 }, (_, n) =>
      frame('SERVER', 'DATA', 1, {
        length: 1,
        window: { connection: n === 4_567 ? 0 : 60_000 + (n % 100), stream: 9 },
      }),
    );
    const { points, lowest, stallCount } = series(stamp(bodies), 'SERVER');
    assert.ok(points.length <= 600);
    assert.ok(points.some(({ value }) => value === 0));
    assert.deepEqual([lowest?.value, stallCount], [0, 1]);
  });
});
