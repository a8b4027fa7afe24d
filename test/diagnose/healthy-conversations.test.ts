/** Traffic that takes longer than any test may wait, and is healthy: all rules are asked, and none has more than INFO to say. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RULES } from '../../src/diagnose/rules/index.ts';
import { type Conversation, conversation, findings, type Talk } from '../support/conversation.ts';
import { frames, toBytes } from '../support/frames.ts';
import { CALL, type Fields, message, OK, TRAILERS } from '../support/script.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const GRPC: Fields = { ...CALL, te: 'trailers' };
const GET: Fields = { ':method': 'GET', ':scheme': 'https', ':path': '/events', ':authority': 'host' };

function assertHealthy(talk: Talk): void {
  const bad = findings(talk, ...RULES).filter(({ severity }) => severity !== 'INFO');
  assert.deepEqual(
    bad.map(({ rule, explanation }) => `${rule}: ${explanation}`),
    [],
  );
}

test('what follows would fail where a rule has more to say', () => {
  const talk = stream(conversation(), 1);
  assert.throws(() => assertHealthy(talk.server(frames.rst(1, 'INTERNAL_ERROR'))), /S9: /);
});

/** One message of the client, which may end its request with it, and the head of the answer. */
function stream(talk: Conversation, streamId: number, fields: Fields = GRPC, endStream = true): Conversation {
  talk.client(talk.request(streamId, fields), frames.data(streamId, message('ask'), { endStream }));
  return talk.after(2).server(talk.response(streamId, OK));
}

function trailers(talk: Conversation, streamId: number, fields: Fields = TRAILERS): Conversation {
  return talk.server(talk.response(streamId, fields, { endStream: true }));
}

function left(talk: Conversation): Conversation {
  return talk.after(1).end({ how: 'FIN', endedBy: 'CLIENT' });
}

test('a Watch that hears something once, then nothing for an hour, and is given up', () => {
  const talk = stream(conversation(), 1);
  talk.server(frames.data(1, message('SERVING')));
  assertHealthy(left(talk.after(HOUR + 7_300).client(frames.rst(1, 'CANCEL'))));
});

test('a conversation of two streams with minutes between what they say, which ends as both want', () => {
  const talk = stream(conversation(), 1, GRPC, false);
  for (let n = 0; n < 10; n++) {
    talk.server(frames.data(1, message('answer'))).after(2 * MINUTE + 11 * n);
    talk.client(frames.data(1, message('ask'))).after(3);
  }
  talk.client(frames.data(1, '', { endStream: true })).after(1);
  assertHealthy(left(trailers(talk, 1)));
});

for (const idleMs of [MINUTE, 350 * SECOND, HOUR, 2.5 * HOUR]) {
  test(`a connection that is idle for ${idleMs / SECOND} s between two calls, and before it is closed`, () => {
    assertHealthy(left(conversation().call(1).after(idleMs).call(3).after(idleMs)));
  });

  test(`a connection that is idle for ${idleMs / SECOND} s, and then reset by a browser that needs it no more`, () => {
    assertHealthy(conversation().call(1).after(idleMs).end({ how: 'RST', endedBy: 'CLIENT' }));
  });
}

test('gRPC keepalive: the client asks each five minutes while a call is open', () => {
  const talk = stream(conversation(), 1);
  for (let n = 0; n < 12; n++) {
    talk.after(5 * MINUTE + 10).client(frames.ping(`000000000000000${n % 10}`));
    talk.after(1).server(frames.pong(`000000000000000${n % 10}`), frames.data(1, message('news')));
  }
  assertHealthy(left(trailers(talk.after(2_345), 1)));
});

test('gRPC keepalive: the server asks each two hours, and is answered', () => {
  const talk = conversation().call(1);
  for (let n = 0; n < 3; n++) {
    talk
      .after(2 * HOUR)
      .server(frames.ping('00000000000000aa'))
      .after(30)
      .client(frames.pong('00000000000000aa'));
  }
  assertHealthy(left(talk));
});

for (const seconds of [15, 30, 60, 300]) {
  test(`a call that takes exactly ${seconds} s and ends with OK`, () => {
    assertHealthy(left(conversation().call(1, seconds * SECOND, { 'grpc-timeout': `${seconds + 1}S` })));
  });

  test(`a stream that gives something each second for exactly ${seconds} s, and ends with OK`, () => {
    const talk = stream(conversation(), 1);
    for (let n = 0; n < seconds; n++) talk.after(SECOND).server(frames.data(1, message('tick')));
    assertHealthy(left(trailers(talk, 1)));
  });

  test(`a long poll of HTTP that is answered with 204 after exactly ${seconds} s`, () => {
    const talk = conversation();
    talk.client(talk.request(1, GET, { endStream: true })).after(seconds * SECOND);
    assertHealthy(left(talk.server(talk.response(1, { ':status': '204' }, { endStream: true }))));
  });

  test(`server-sent events that a browser leaves after ${seconds + 4} s`, () => {
    const talk = conversation();
    talk.client(talk.request(1, GET, { endStream: true })).after(3);
    talk.server(talk.response(1, { ':status': '200', 'content-type': 'text/event-stream' }));
    talk.server(frames.data(1, 'data: one\n\n')).after(seconds * SECOND + 4_000);
    assertHealthy(left(talk.client(frames.rst(1, 'CANCEL'))));
  });
}

test('an upload over a slow line: a piece each two seconds, and credit for each', () => {
  const talk = conversation();
  talk.client(talk.request(1, { ...GET, ':method': 'POST' }));
  for (let n = 0; n < 60; n++) {
    talk.after(2 * SECOND).client(frames.data(1, toBytes('x'.repeat(8_000))));
    talk.after(1).server(frames.windowUpdate(0, 8_000), frames.windowUpdate(1, 8_000));
  }
  talk.client(frames.data(1, '', { endStream: true })).after(5);
  assertHealthy(left(talk.server(talk.response(1, { ':status': '200' }, { endStream: true }))));
});

test('a reader that takes 200 ms for each window, over and over', () => {
  const talk = conversation();
  talk.client(talk.request(1, GET, { endStream: true })).after(3);
  talk.server(talk.response(1, { ':status': '200' }));
  for (let n = 0; n < 100; n++) {
    for (const size of [16_384, 16_384, 16_384, 16_383]) talk.server(frames.data(1, toBytes('x'.repeat(size))));
    talk.after(200).client(frames.windowUpdate(0, 65_535), frames.windowUpdate(1, 65_535));
  }
  assertHealthy(left(talk.server(frames.data(1, '', { endStream: true }))));
});

test('statuses that the application chose, one call in ten', () => {
  const talk = conversation();
  for (let n = 0; n < 200; n++) {
    const streamId = 2 * n + 1;
    if (n % 10 > 0) talk.call(streamId, 20, { 'grpc-timeout': '5S' });
    else
      trailers(stream(talk, streamId, { ...GRPC, 'grpc-timeout': '5S' }), streamId, {
        'grpc-status': '5',
        'grpc-message': 'no such order',
      });
  }
  assertHealthy(left(talk));
});

test('a user who closes the page: one call in a hundred is cancelled', () => {
  const talk = conversation();
  for (let n = 0; n < 300; n++) {
    const streamId = 2 * n + 1;
    if (n % 100 > 0) talk.call(streamId, 20, { 'grpc-timeout': '5S' });
    else
      stream(talk, streamId, { ...GRPC, 'grpc-timeout': '5S' })
        .after(777)
        .client(frames.rst(streamId, 'CANCEL'));
  }
  assertHealthy(left(talk));
});

test('max connection age: GOAWAY, a PING, the last GOAWAY, and the stream that is open comes to its end', () => {
  const talk = stream(conversation(), 1).after(30 * MINUTE);
  talk.server(frames.goaway(2 ** 31 - 1, 'NO_ERROR', 'max_age'), frames.ping('0102030405060708')).after(20);
  talk
    .client(frames.pong('0102030405060708'))
    .after(1)
    .server(frames.goaway(1, 'NO_ERROR', 'max_age'));
  assertHealthy(left(trailers(talk.after(4_321), 1)));
});

test('a burst that fills MAX_CONCURRENT_STREAMS for half a second', () => {
  const talk = conversation({ serverSettings: { MAX_CONCURRENT_STREAMS: 100 } });
  for (let round = 0; round < 3; round++) {
    const ids = Array.from({ length: 100 }, (_, n) => 2 * (round * 100 + n) + 1);
    for (const id of ids) talk.client(talk.request(id, GRPC), frames.data(id, message('ask'), { endStream: true }));
    talk.after(500);
    for (const id of ids) trailers(talk.server(talk.response(id, OK), frames.data(id, message('answer'))), id);
  }
  assertHealthy(left(talk.after(1)));
});
