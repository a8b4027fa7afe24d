import assert from 'node:assert/strict';
import { suite, test } from 'node:test';

import { announcement } from '../../../src/sinks/loss.ts';
import { numbered } from '../../support/numbered.ts';
import { settle, type Watched, watch } from './fake-live.ts';

function querySaid({ server }: Watched): Record<string, string> {
  return Object.fromEntries(new URL(server.socket.url).searchParams);
}

/** Connected, with events 1 to 10. */
function begun(options: Parameters<typeof watch>[0] = {}): Watched {
  const watched = watch({ since: 1, ...options });
  watched.server.held = numbered(1, 10);
  watched.server.socket.hears.open();
  watched.server.socket.send(numbered(1, 10));
  watched.states();
  return watched;
}

suite('a reader of the live trace', () => {
  test('asks for what it wants, and gives what comes', () => {
    const watched = watch({ filter: 'type:PING && x', since: 7 });
    assert.deepEqual(querySaid(watched), { filter: 'type:PING && x', since: '7' });
    assert.equal(watched.states(), 'connecting');
    watched.server.socket.hears.open();
    watched.server.socket.send(numbered(7, 9));
    watched.server.socket.send(numbered(10, 12));
    assert.equal(watched.states(), 'live');
    assert.equal(watched.came(), '7-12');
  });

  test('asks for nothing in particular where nothing is wanted', () => {
    const watched = watch({ filter: '  ' });
    assert.equal(watched.server.socket.url, 'ws://localhost:8090/api/trace/live');
    assert.equal(watched.server.questions, 0);
  });

  test('does not take answers for events, nor what is no event', () => {
    const watched = begun();
    watched.server.socket.hears.text('{"pause":true}');
    watched.server.socket.hears.text('[{"seq":11},null,5]');
    watched.server.socket.hears.text('[]');
    assert.equal(watched.came(), '1-10');
    assert.equal(watched.states(), '');
  });

  test('ends a connection that sends no JSON', () => {
    const watched = begun();
    watched.server.socket.hears.text('<html>');
    assert.equal(watched.states(), 'disconnected (what came from the live trace is no JSON) until 500');
    assert.ok(watched.server.socket.isClosed);
  });

  test('hears nothing of what it has closed', async () => {
    const watched = begun();
    const { socket } = watched.server;
    watched.live.close();
    assert.ok(socket.isClosed);
    socket.send(numbered(11, 12));
    socket.hears.closed(1006, '');
    await watched.clock.pass(60_000);
    assert.equal(watched.came(), '1-10');
    assert.equal(watched.states(), '');
    assert.equal(watched.clock.waiting, 0);
  });

  test('can be closed while it is told that it connects', () => {
    let close = () => {};
    const watched = watch({ onState: () => close() });
    close = () => watched.live.close();
    watched.server.socket.hears.open();
    assert.ok(watched.server.socket.isClosed);
  });
});

suite('when the connection drops', () => {
  test('it connects again, and goes on behind what came last', async () => {
    const watched = begun();
    watched.server.socket.hears.closed(1006, '');
    assert.equal(watched.states(), 'disconnected (the connection was lost) until 500');
    watched.server.held = numbered(1, 14);
    await watched.clock.pass(500);
    assert.deepEqual(querySaid(watched), { since: '11' });
    watched.server.socket.hears.open();
    watched.server.socket.send(numbered(11, 14));
    assert.equal(watched.states(), 'connecting, live');
    assert.equal(watched.came(), '1-14');
  });

  test('what was overwritten meanwhile is announced', async () => {
    const watched = begun();
    watched.server.socket.hears.closed(1006, '');
    watched.server.held = numbered(90, 100);
    await watched.clock.pass(500);
    watched.server.socket.hears.open();
    watched.server.socket.send(numbered(90, 100));
    assert.equal(watched.came(), '1-10 lost 11-89 (79) 90-100');
  });

  test('what is said to have come is no loss, where the connection stands', async () => {
    const watched = begun({ filter: 'type:PING' });
    await watched.clock.pass(5_000);
    watched.live.sawUpTo(50);
    watched.server.socket.hears.closed(1006, '');
    watched.live.sawUpTo(80);
    await watched.clock.pass(500);
    watched.server.socket.hears.open();
    watched.live.sawUpTo(100);
    watched.server.socket.send([
      announcement(0, { reason: 'a test', dropped: 79, firstSeq: 11, lastSeq: 89 }),
      ...numbered(90, 92),
    ]);
    assert.equal(watched.came(), '1-10 lost 51-89 (39) 90-92');
  });

  test('it waits longer each time, up to ten seconds', async () => {
    const watched = begun();
    watched.server.socket.hears.closed(1006, '');
    const waits = [];
    for (let n = 0; n < 7; n++) {
      const from = watched.clock.now;
      const before = watched.server.sockets.length;
      while (watched.server.sockets.length === before) await watched.clock.pass(100);
      waits.push(watched.clock.now - from);
      watched.server.socket.hears.closed(1006, '');
    }
    assert.deepEqual(waits, [500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
  });

  test('a connection that held is a new beginning; one that ended at once is not', async () => {
    const watched = begun();
    watched.server.socket.hears.closed(1006, '');
    await watched.clock.pass(500);
    watched.server.socket.hears.open();
    await watched.clock.pass(4_000);
    watched.server.socket.hears.closed(1013, 'sixteen are there');
    assert.match(watched.states(), /\(too many readers look at the live trace: sixteen are there\) until 5500$/);
    await watched.clock.pass(1_000);
    watched.server.socket.hears.open();
    await watched.clock.pass(60_000);
    watched.server.socket.hears.closed(1001, 'the server is going away');
    assert.match(watched.states(), /\(the server stops\) until 66000$/);
  });

  test('a way that is cut without a word is found out', async () => {
    const watched = begun();
    await watched.clock.pass(60_000);
    assert.equal(watched.states(), '');
    assert.equal(watched.server.socket.said.length, 4);
    watched.server.isSilent = true;
    await watched.clock.pass(29_999);
    assert.equal(watched.states(), '');
    await watched.clock.pass(1);
    assert.match(watched.states(), /^disconnected \(nothing was heard for 15 s, not even an answer\)/);
    assert.ok(watched.server.sockets[0]?.isClosed);
  });

  test('nothing is tried behind close()', async () => {
    const watched = begun();
    watched.server.socket.hears.closed(1006, '');
    watched.live.close();
    await watched.clock.pass(60_000);
    assert.equal(watched.server.sockets.length, 1);
  });

  test('a server that is away is told in the words of the question', async () => {
    const watched = begun();
    watched.server.isReachable = false;
    watched.server.socket.hears.closed(1006, '');
    watched.states();
    await watched.clock.pass(500);
    assert.equal(
      watched.states(),
      'connecting, disconnected (api/trace/index got no answer: failed to fetch) until 1500',
    );
    assert.equal(watched.server.sockets.length, 1);
  });
});

suite('what never opens', () => {
  test('has failed after ten seconds', async () => {
    const watched = watch({ since: 1 });
    await watched.clock.pass(9_999);
    assert.equal(watched.states(), 'connecting');
    await watched.clock.pass(1);
    assert.equal(watched.states(), 'disconnected (no answer within 10 s) until 10500');
    assert.ok(watched.server.socket.isClosed);
    watched.server.socket.hears.open();
    assert.equal(watched.states(), '');
  });

  test('has failed after ten seconds of a question without an answer, which is aborted', async () => {
    let signal: AbortSignal | undefined;
    const watched = begun({
      source: {
        index: (_, asked) => {
          signal = asked;
          return new Promise(() => {});
        },
        read: async () => [],
      },
    });
    watched.server.socket.hears.closed(1006, '');
    await watched.clock.pass(10_500);
    assert.match(watched.states(), /connecting, disconnected \(no answer within 10 s\) until 11500$/);
    assert.ok(signal?.aborted);
  });

  test('is explained by who can, where it still waits', async () => {
    const watched = watch({ since: 1, whyNot: async () => '429: sixteen are there' });
    watched.server.socket.hears.closed(1006, '');
    await settle();
    assert.equal(
      watched.states(),
      'connecting, disconnected (no connection came about) until 500, disconnected (429: sixteen are there) until 500',
    );
  });

  test('is not explained when it is tried again already', async () => {
    let answer = (_: string) => {};
    const watched = watch({
      since: 1,
      whyNot: () =>
        new Promise((resolve) => {
          answer = resolve;
        }),
    });
    watched.server.socket.hears.closed(1006, '');
    await watched.clock.pass(500);
    answer('late');
    await settle();
    assert.doesNotMatch(watched.states(), /late/);
  });

  test('is not explained where it had opened', async () => {
    const watched = begun({ whyNot: async () => 'no' });
    watched.server.socket.hears.closed(1006, '');
    await settle();
    assert.equal(watched.states(), 'disconnected (the connection was lost) until 500');
  });

  test('may be refused by the browser', () => {
    const watched = watch({
      connect() {
        throw new Error('the policy of the page does not allow it');
      },
    });
    assert.equal(watched.states(), 'connecting, disconnected (the policy of the page does not allow it) until 500');
  });
});

suite('a server that was restarted', () => {
  test('is told, and the reader is closed', async () => {
    const watched = begun();
    watched.server.socket.hears.closed(1001, '');
    watched.server.held = numbered(1, 3);
    await watched.clock.pass(500);
    assert.equal(watched.restarts(), 1);
    await watched.clock.pass(60_000);
    assert.equal(watched.server.sockets.length, 1);
    assert.equal(watched.clock.waiting, 0);
    assert.equal(watched.restarts(), 1);
  });

  test('is told where it has come further meanwhile', async () => {
    const watched = begun();
    watched.server.socket.hears.closed(1001, '');
    watched.server.held = numbered(1, 50).map((event) => ({ ...event, time: event.time + 60_000_000 }));
    await watched.clock.pass(500);
    assert.equal(watched.restarts(), 1);
  });

  test('is told where it was between the question and the connection', async () => {
    const watched = begun();
    watched.server.socket.hears.closed(1006, '');
    await watched.clock.pass(500);
    watched.server.held = numbered(1, 2);
    watched.server.socket.hears.open();
    watched.server.socket.send(numbered(1, 2));
    await settle();
    assert.equal(watched.restarts(), 1);
    assert.equal(watched.came(), '1-10');
  });

  test('is not taken for one that repeats itself', async () => {
    const watched = begun();
    watched.server.held = numbered(1, 12);
    watched.server.socket.send(watched.server.held.slice(8));
    await settle();
    assert.equal(watched.restarts(), 0);
    assert.equal(watched.came(), '1-12');
  });
});
