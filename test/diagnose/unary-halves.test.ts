import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { isWholeRequest, isWholeResponse, REQUEST_EVENTS, RESPONSE_EVENTS } from '../../src/diagnose/unary-halves.ts';
import type { TraceEvent } from '../../src/trace/event.ts';
import { conversation } from '../support/conversation.ts';
import { frames } from '../support/frames.ts';
import { message } from '../support/script.ts';

/** The events of a unary call, its request first. */
function unary(): TraceEvent[] {
  const talk = conversation();
  const begin = talk.events.length;
  talk.call(1);
  return talk.events.slice(begin);
}

describe('the halves of a unary call', () => {
  test('are all of its events', () => {
    const events = unary();
    assert.equal(events.length, REQUEST_EVENTS + RESPONSE_EVENTS);
    assert.equal(isWholeRequest(events, 0, 1), true);
    assert.equal(isWholeResponse(events, REQUEST_EVENTS, 1), true);
  });

  test('are not those of another stream', () => {
    const events = unary();
    assert.equal(isWholeRequest(events, 0, 3), false);
    assert.equal(isWholeResponse(events, REQUEST_EVENTS, 3), false);
  });

  test('end where the events end', () => {
    for (let length = 0; length < REQUEST_EVENTS; length++) {
      assert.equal(isWholeRequest(unary().slice(0, length), 0, 1), false);
    }
    const events = unary();
    for (let length = REQUEST_EVENTS; length < events.length; length++) {
      assert.equal(isWholeResponse(events.slice(0, length), REQUEST_EVENTS, 1), false);
    }
  });

  test('a request that goes on, has two messages in a frame, or a compressed one is none', () => {
    for (const data of [
      frames.data(1, message('a')),
      frames.data(1, Buffer.concat([message('a'), message('b')]), { endStream: true }),
      frames.data(1, message('a', 1), { endStream: true }),
      frames.data(1, message('a'), { endStream: true, padding: 3 }),
    ]) {
      const talk = conversation();
      const begin = talk.events.length;
      talk.client(talk.request(1, { ':method': 'POST', ':path': '/a.B/C', 'content-type': 'application/grpc' }), data);
      assert.equal(isWholeRequest(talk.events.slice(begin), 0, 1), false);
    }
  });
});
