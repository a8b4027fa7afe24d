import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CONNECTION_WINDOW_STALL } from '../../../../src/diagnose/rules/limits/connection-window-stall.ts';
import { PARTIAL_MESSAGE_STALL } from '../../../../src/diagnose/rules/limits/partial-message-stall.ts';
import { STREAM_WINDOW_STALL } from '../../../../src/diagnose/rules/limits/stream-window-stall.ts';
import { assertEvidence, assertSilent, conversation, findings, theFinding } from '../../../support/conversation.ts';
import { frames } from '../../../support/frames.ts';
import { dataFrames, longMessage, messages, WINDOW } from '../../../support/large-data.ts';
import { CALL as BARE } from '../../../support/script.ts';

/** What clients of gRPC send. */
const CALL = { ...BARE, te: 'trailers' };

test('a message that fills the window of its stream, and is not complete, is told with its length', () => {
  const talk = conversation().server(frames.windowUpdate(0, 1_000_000));
  talk.client(talk.request(1, CALL), dataFrames(1, longMessage(150_005), 0, WINDOW)).after(3_500);
  const finding = theFinding(talk, PARTIAL_MESSAGE_STALL);
  assert.equal(finding.severity, 'WARNING');
  assert.match(
    finding.explanation,
    /the client has waited 2 s for credit in the midst of a message: 65535 of its 150005 bytes fill the window of 64 KiB, and the server gave no/,
  );
  assertEvidence(talk, finding, ['CLIENT HEADERS', 'CLIENT DATA']);
});

test('a deadline that ends it makes it an error', () => {
  const talk = conversation().server(frames.windowUpdate(0, 1_000_000));
  talk.client(talk.request(1, { ...CALL, 'grpc-timeout': '3S' }), dataFrames(1, longMessage(150_000), 0, WINDOW));
  const [warning, error] = findings(talk.after(3_000).client(frames.rst(1, 'CANCEL')), PARTIAL_MESSAGE_STALL);
  assert.deepEqual([warning?.severity, error?.severity], ['WARNING', 'ERROR']);
  assert.match(error?.explanation ?? '', /Then the client ended it with RST_STREAM CANCEL after 3 s\.$/);
});

test('messages of several streams that fill the window of the connection wait for each other', () => {
  const talk = conversation();
  for (const id of [1, 3, 5]) talk.client(talk.request(id, CALL), dataFrames(id, longMessage(40_000), 0, 20_000));
  talk.client(dataFrames(1, longMessage(40_000), 20_000, 20_000 + WINDOW - 60_000)).after(3_500);
  const finding = theFinding(talk, PARTIAL_MESSAGE_STALL);
  assert.match(finding.explanation, /its window of 64 KiB is full of 3 messages that are not complete \(64 KiB\)/);
  assert.deepEqual(findings(talk, STREAM_WINDOW_STALL, CONNECTION_WINDOW_STALL), []);
});

test('messages before it that were not read either are a receiver that does not read', () => {
  const talk = conversation().server(frames.windowUpdate(0, 1_000_000));
  talk.client(talk.request(1, CALL), dataFrames(1, longMessage(20_000)));
  assertSilent(
    talk.client(dataFrames(1, longMessage(150_000), 0, WINDOW - 20_000)).after(10_000),
    PARTIAL_MESSAGE_STALL,
  );
});

test('a message that is longer than the window passes where credit comes as it is read', () => {
  const talk = conversation().server(frames.windowUpdate(0, 1_000_000));
  talk.client(talk.request(1, CALL), dataFrames(1, longMessage(150_000), 0, WINDOW)).after(50);
  talk.server(frames.windowUpdate(1, 100_000)).client(dataFrames(1, longMessage(150_000), WINDOW));
  assertSilent(talk.after(10_000), PARTIAL_MESSAGE_STALL);
});

test('a message that fits into the window is not what it waits for', () => {
  const talk = conversation().server(frames.windowUpdate(0, 1_000_000));
  talk.client(talk.request(1, CALL), dataFrames(1, messages(10, 10_000), 0, WINDOW)).after(10_000);
  assertSilent(talk, PARTIAL_MESSAGE_STALL);
});
