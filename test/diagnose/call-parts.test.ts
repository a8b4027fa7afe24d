import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  END_EVENTS,
  endBehind,
  HEAD_EVENTS,
  isWholeMessage,
  MESSAGE_EVENTS,
  openingBehind,
  REQUEST_EVENTS,
} from '../../src/diagnose/call-parts.ts';
import type { TraceEvent } from '../../src/trace/event.ts';
import { conversation } from '../support/conversation.ts';
import { frames } from '../support/frames.ts';
import { message, OK } from '../support/script.ts';

/** The events of a unary call, its request first. */
function unary(): TraceEvent[] {
  const talk = conversation();
  const begin = talk.events.length;
  talk.call(1);
  return talk.events.slice(begin);
}

/** Where its parts begin, behind the request. */
const ASKED = REQUEST_EVENTS;
const MESSAGE = ASKED + MESSAGE_EVENTS + HEAD_EVENTS;
const END = MESSAGE + MESSAGE_EVENTS;

describe('the parts of a unary call', () => {
  test('are all of its events', () => {
    const events = unary();
    assert.equal(events.length, END + END_EVENTS);
    assert.equal(openingBehind(events, 0, 1), events[1]);
    assert.equal(isWholeMessage(events, ASKED, 1, 'CLIENT'), true);
    assert.equal(isWholeMessage(events, MESSAGE, 1, 'SERVER'), true);
    assert.equal(endBehind(events, END, 1), events.at(-1));
  });

  test('are not those of another stream, or of the other side', () => {
    const events = unary();
    assert.equal(openingBehind(events, 0, 3), undefined);
    assert.equal(isWholeMessage(events, MESSAGE, 3, 'SERVER'), false);
    assert.equal(isWholeMessage(events, MESSAGE, 1, 'CLIENT'), false);
    assert.equal(endBehind(events, END, 3), undefined);
  });

  test('end where the events end', () => {
    const events = unary();
    assert.equal(openingBehind(events.slice(0, 1), 0, 1), undefined);
    assert.equal(isWholeMessage(events.slice(0, MESSAGE + 1), MESSAGE, 1, 'SERVER'), false);
    assert.equal(endBehind(events.slice(0, END + 1), END, 1), undefined);
  });

  test('an end with another status than OK is none', () => {
    const talk = conversation();
    talk.call(1);
    talk.client(talk.request(3, { ':method': 'POST', ':path': '/a.B/C', 'content-type': 'application/grpc' }));
    const begin = talk.events.length;
    talk.server(talk.response(3, { ...OK, 'grpc-status': '5' }, { endStream: true }));
    assert.equal(endBehind(talk.events, begin, 3), undefined);
  });

  test('DATA with two messages, a compressed one, a part of one or padding is no whole message', () => {
    for (const data of [
      frames.data(1, Buffer.concat([message('a'), message('b')])),
      frames.data(1, message('a', 1)),
      frames.data(1, message('a').subarray(0, 5)),
      frames.data(1, message('a'), { padding: 3 }),
    ]) {
      const talk = conversation();
      talk.client(talk.request(1, { ':method': 'POST', ':path': '/a.B/C', 'content-type': 'application/grpc' }));
      const begin = talk.events.length;
      talk.client(data);
      assert.equal(isWholeMessage(talk.events.slice(begin), 0, 1, 'CLIENT'), false);
    }
  });
});
