import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Lull } from '../../../src/diagnose/facts/lull.ts';
import { conversation, found, type Talk } from '../../support/conversation.ts';
import { frames } from '../../support/frames.ts';
import { ruleForTest } from '../../support/rule.ts';

const PING = '0000000000000001';

/** The lull of the connection, as rules see it at its end. */
function lullOf(talk: Talk): Lull | undefined {
  let lull: Lull | undefined;
  const look = ruleForTest({
    connectionClosed(connection) {
      lull = connection.lull;
      return undefined;
    },
  });
  assert.deepEqual(found([talk], [look]), []);
  return lull;
}

const END = { how: 'FIN', endedBy: 'CLIENT' } as const;

test('the last long silence, and the frame that ended it', () => {
  const talk = conversation({ startMs: 1 })
    .after(40_000)
    .client(frames.ping(PING))
    .after(90_000)
    .server(frames.ping(PING));
  const ended = talk.events.at(-1);
  talk.after(1).client(frames.pong(PING)).end(END);
  assert.deepEqual(lullOf(talk), { ms: 90_000, from: 'SERVER', endedAt: ended?.time, endedSeq: ended?.seq });
});

test('a silence of less than half a minute is none', () => {
  const talk = conversation({ startMs: 1 });
  for (let n = 0; n < 5; n++) talk.after(29_999).client(frames.ping(PING));
  assert.equal(lullOf(talk.end(END)), undefined);
});
