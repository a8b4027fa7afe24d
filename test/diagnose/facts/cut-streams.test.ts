import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ConnectionFacts } from '../../../src/diagnose/facts/connection.ts';
import { conversation, findings } from '../../support/conversation.ts';
import { frames } from '../../support/frames.ts';
import { ruleForTest } from '../../support/rule.ts';
import { CALL, OK } from '../../support/script.ts';

/** The facts as a rule sees them when the connection has closed. */
function factsAtEnd(talk: ReturnType<typeof conversation>): ConnectionFacts {
  let seen: ConnectionFacts | undefined;
  const spy = ruleForTest({
    connectionClosed(connection) {
      seen = connection;
      return undefined;
    },
  });
  findings(talk, spy);
  assert.ok(seen);
  return seen;
}

test('the streams that went with their connection are counted by what became of them', () => {
  const talk = conversation().call(1);
  talk.client(talk.request(3, CALL)).after(5).server(talk.response(3, OK));
  talk.client(talk.request(5, CALL), talk.request(7, CALL)).server(frames.goaway(5)).after(10);
  const { cut } = factsAtEnd(talk.end({ how: 'FIN', endedBy: 'CLIENT' }));
  const { count, retrySafe, answering, longestMs, endedBy } = cut;
  assert.deepEqual(
    { count, retrySafe, answering, longestMs, endedBy },
    {
      ...{ count: 3, retrySafe: 1, answering: 1, longestMs: 15 },
      endedBy: 'CLIENT',
    },
  );
});

test('the first sixteen are kept', () => {
  const talk = conversation();
  for (let id = 1; id < 100; id += 2) talk.client(talk.request(id, CALL));
  const { cut } = factsAtEnd(talk.end({ how: 'FIN', endedBy: 'SERVER' }));
  assert.deepEqual([cut.count, cut.streams.length, cut.streams[0]?.id], [50, 16, 1]);
});
