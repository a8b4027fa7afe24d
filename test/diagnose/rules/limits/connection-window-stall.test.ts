import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CONNECTION_WINDOW_STALL } from '../../../../src/diagnose/rules/limits/connection-window-stall.ts';
import { LOST_CONNECTION_CREDIT } from '../../../../src/diagnose/rules/limits/lost-connection-credit.ts';
import { PARTIAL_MESSAGE_STALL } from '../../../../src/diagnose/rules/limits/partial-message-stall.ts';
import { STREAM_WINDOW_STALL } from '../../../../src/diagnose/rules/limits/stream-window-stall.ts';
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
import { CALL as BARE, OK } from '../../../support/script.ts';

/** What clients of gRPC send. */
const CALL = { ...BARE, te: 'trailers' };

/** Streams have windows of 1 MiB, and the connection what it has by default: a download that nobody reads takes all of it. */
function hog(): Conversation {
  const talk = conversation({ clientSettings: { INITIAL_WINDOW_SIZE: 1_048_576 } });
  talk
    .client(talk.request(1, CALL, { endStream: true }))
    .after(5)
    .server(talk.response(1, OK));
  return talk.server(dataFrames(1, messages(20, 10_000), 0, WINDOW));
}

test('RFC 9113 §6.9.1: a connection whose window one stream has used up is told, with the stream and those that wait', () => {
  const talk = hog();
  talk.client(talk.request(3, CALL, { endStream: true }), talk.request(5, CALL, { endStream: true }));
  talk.server(talk.response(3, OK)).after(3_500);
  const finding = theFinding(talk, CONNECTION_WINDOW_STALL);
  assert.equal(finding.severity, 'WARNING');
  assert.match(
    finding.explanation,
    /^For 3 s the server could send no DATA on this connection: its window of 64 KiB is used up/,
  );
  assert.match(
    finding.explanation,
    /Most went to stream 1 \(pkg\.Service\/Method\): 64 KiB so far\. 2 other streams cannot be sent/,
  );
  assert.equal(finding.streamId, 1);
  assertEvidence(talk, finding, ['CLIENT HEADERS', 'SERVER DATA']);
});

test('it is said once, and by no other rule about windows', () => {
  const talk = hog();
  talk.client(talk.request(3, CALL, { endStream: true })).after(30_000);
  const all = findings(
    talk,
    STREAM_WINDOW_STALL,
    CONNECTION_WINDOW_STALL,
    PARTIAL_MESSAGE_STALL,
    LOST_CONNECTION_CREDIT,
  );
  assert.deepEqual(
    all.map(({ rule, count }) => [rule, count]),
    [['L5', 1]],
  );
});

test('a call that fails behind it makes it an error', () => {
  const talk = hog();
  talk.client(talk.request(3, { ...CALL, 'grpc-timeout': '4S' }, { endStream: true }));
  talk.after(4_000).client(frames.rst(3, 'CANCEL'));
  const [warning, error] = findings(talk, CONNECTION_WINDOW_STALL);
  assert.deepEqual([warning?.severity, error?.severity], ['WARNING', 'ERROR']);
  assert.match(error?.explanation ?? '', /Then the client ended it with RST_STREAM CANCEL after 4 s/);
});

test('where only one stream is open, and has used up its own window too, it is that stream which is not read', () => {
  const talk = conversation();
  talk.client(talk.request(1, CALL, { endStream: true })).server(talk.response(1, OK));
  talk.server(dataFrames(1, messages(10, 10_000), 0, WINDOW)).after(5_000);
  assertSilent(talk, CONNECTION_WINDOW_STALL);
  assert.match(
    theFinding(talk, STREAM_WINDOW_STALL).explanation,
    /The window of the connection is used up by it too\./,
  );
});

test('a window that is credited within two seconds keeps nobody waiting for long', () => {
  const talk = hog();
  talk
    .client(talk.request(3, CALL, { endStream: true }))
    .after(1_500)
    .client(frames.windowUpdate(0, 60_000));
  assertSilent(talk.after(10_000), CONNECTION_WINDOW_STALL);
});

test('streams that are complete wait for nothing', () => {
  const talk = conversation();
  talk.client(talk.request(1, CALL, { endStream: true }), talk.request(3, CALL, { endStream: true }));
  talk.server(talk.response(1, OK), talk.response(3, OK), dataFrames(1, messages(5, WINDOW / 5)));
  talk.server(talk.response(3, { 'grpc-status': '0' }, { endStream: true })).after(10_000);
  assertSilent(talk, CONNECTION_WINDOW_STALL);
});
