import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CONNECTION_WINDOW_STALL } from '../../../../src/diagnose/rules/limits/connection-window-stall.ts';
import { LOST_CONNECTION_CREDIT } from '../../../../src/diagnose/rules/limits/lost-connection-credit.ts';
import {
  assertEvidence,
  assertSilent,
  type Conversation,
  conversation,
  findings,
  theFinding,
} from '../../../support/conversation.ts';
import { frames } from '../../../support/frames.ts';
import { dataFrames, messages, WINDOW } from '../../../support/large-data.ts';
import { CALL as BARE, OK, TRAILERS } from '../../../support/script.ts';

/** What clients of gRPC send. */
const CALL = { ...BARE, te: 'trailers' };

/** Each of `answers` is a call of its own: the server sends so much, the client credits `credit` of it. */
function calls(answers: readonly number[], { credit = 0, pauseMs = 5_000 } = {}): Conversation {
  const talk = conversation();
  answers.forEach((length, n) => {
    const id = 2 * n + 1;
    talk
      .client(talk.request(id, CALL, { endStream: true }))
      .after(1)
      .server(talk.response(id, OK));
    talk.server(dataFrames(id, messages(1, length)), talk.response(id, TRAILERS, { endStream: true })).after(1);
    if (credit > 0) talk.client(frames.windowUpdate(0, credit));
    talk.after(pauseMs);
  });
  return talk;
}

test('RFC 9113 §6.9: a window of which more is missing after each call is told before it is used up', () => {
  const talk = calls([20_000, 20_000, 20_000]);
  const finding = theFinding(talk, LOST_CONNECTION_CREDIT);
  assert.equal(finding.severity, 'WARNING');
  assert.match(
    finding.explanation,
    /^Of the window of 64 KiB that the client gave the server for this connection, 58\.6 KiB were never given back/,
  );
  assert.match(finding.explanation, /3 streams so far.*With the last 5\.4 KiB gone/);
  assert.equal(finding.evidence.length > 0, true);
});

test('it is said once for a connection', () => {
  assert.equal(theFinding(calls([20_000, 20_000, 20_000, 1_000, 1_000]), LOST_CONNECTION_CREDIT).count, 1);
});

test('calls that hang since all of it is gone are told, and no slow reader is blamed', () => {
  const talk = calls([30_000, 30_000], { pauseMs: 10 });
  talk.client(talk.request(5, CALL, { endStream: true })).server(talk.response(5, OK));
  talk.server(dataFrames(5, messages(1, 10_000), 0, WINDOW - 60_000)).after(3_500);
  const finding = theFinding(talk, LOST_CONNECTION_CREDIT);
  assert.match(
    finding.explanation,
    /^For 3 s the server could send no DATA on this connection: its window of 64 KiB is used up, but the streams that are open were sent no more than 5\.4 KiB/,
  );
  assertEvidence(talk, finding, ['SERVER DATA']);
  assert.deepEqual(findings(talk, CONNECTION_WINDOW_STALL), []);
  talk.client(frames.rst(5, 'CANCEL'));
  assert.equal(theFinding(talk, LOST_CONNECTION_CREDIT).severity, 'WARNING');
});

test('receivers that give credit for half a window at a time lose none', () => {
  const talk = conversation();
  let unread = 0;
  for (let id = 1; id < 40; id += 2) {
    talk
      .client(talk.request(id, CALL, { endStream: true }))
      .after(1)
      .server(talk.response(id, OK));
    talk.server(dataFrames(id, messages(1, 9_000)), talk.response(id, TRAILERS, { endStream: true })).after(1);
    unread += 9_000;
    if (unread >= WINDOW / 2) {
      talk.client(frames.windowUpdate(0, unread));
      unread = 0;
    }
    talk.after(3_000);
  }
  assertSilent(talk, LOST_CONNECTION_CREDIT);
});

test('what an open stream was sent, and has not read, is not lost', () => {
  const talk = conversation();
  talk.client(talk.request(1, CALL, { endStream: true })).server(talk.response(1, OK));
  for (let n = 0; n < 6; n++) talk.server(dataFrames(1, messages(1, 10_000))).after(4_000);
  assertSilent(talk, LOST_CONNECTION_CREDIT);
});

test('a busy connection, whose credit is on its way, is not measured', () => {
  assertSilent(calls([20_000, 20_000, 20_000], { pauseMs: 400 }), LOST_CONNECTION_CREDIT);
});
