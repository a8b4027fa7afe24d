import assert from 'node:assert/strict';
import { test } from 'node:test';
import { END_EVENTS, HEAD_EVENTS, MESSAGE_EVENTS, REQUEST_EVENTS } from '../../src/diagnose/call-parts.ts';
import { ConnectionFacts } from '../../src/diagnose/facts/connection.ts';
import { heard, heardPart, heardPlain } from '../../src/diagnose/hearing.ts';
import type { TraceEvent } from '../../src/trace/event.ts';
import { conversation } from '../support/conversation.ts';
import { OPENED } from '../support/script.ts';

type Hear = (facts: ConnectionFacts, events: readonly TraceEvent[]) => void;

/** What the connection knows of two unary calls that were heard in some way. */
function known(hear: Hear): unknown {
  const talk = conversation({ opening: false });
  talk.client(new TextEncoder().encode('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')).call(1).call(3);
  const facts = new ConnectionFacts('c1', OPENED, 0, 1);
  hear(facts, talk.events.slice(1));
  return [facts.client, facts.server].map((side) => {
    const { frames, lastAt, lastSeq, tally, recent, window } = side;
    return { frames, lastAt, lastSeq, types: tally.list(), recent: recent.list(), left: window.left };
  });
}

test('frames of plain calls, one by one or a part at once, mean to their connection what they mean by themselves', () => {
  const byThemselves = known((facts, events) => {
    for (const event of events) if (event.kind === 'frame') heard(facts, event);
  });
  const asPlain = known((facts, events) => {
    for (const [at, event] of events.entries()) {
      if (event.kind === 'frame') heardPlain(facts, event, events.length - at);
    }
  });
  const byParts = known((facts, events) => {
    let at = 0;
    while (at < events.length) {
      for (const count of [REQUEST_EVENTS, MESSAGE_EVENTS, HEAD_EVENTS, MESSAGE_EVENTS, END_EVENTS]) {
        heardPart(facts, events, at, count);
        at += count;
      }
    }
  });
  assert.deepEqual(asPlain, byThemselves);
  assert.deepEqual(byParts, byThemselves);
});
