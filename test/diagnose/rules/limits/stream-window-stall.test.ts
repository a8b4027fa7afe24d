import assert from 'node:assert/strict';
import { test } from 'node:test';
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
import { dataFrames, longMessage, messages, WINDOW } from '../../../support/large-data.ts';
import { CALL as BARE, OK } from '../../../support/script.ts';

/** What clients of gRPC send. */
const CALL = { ...BARE, te: 'trailers' };

/** The server sends messages of 10,000 bytes until the window is used up; the window of the connection is larger. */
function unread(streams: readonly number[] = [1], fields: Readonly<Record<string, string>> = {}): Conversation {
  const talk = conversation().client(frames.windowUpdate(0, 1_000_000));
  for (const id of streams) {
    talk
      .client(talk.request(id, { ...CALL, ...fields }, { endStream: true }))
      .after(5)
      .server(talk.response(id, OK));
    talk.server(dataFrames(id, messages(10, 10_000), 0, WINDOW));
  }
  return talk;
}

test('RFC 9113 §5.2.2: a stream whose window stays used up is told, with what was sent and how long it has waited', () => {
  const talk = unread().after(3_500);
  const finding = theFinding(talk, STREAM_WINDOW_STALL);
  assert.equal(finding.severity, 'WARNING');
  assert.equal(finding.streamId, 1);
  assert.match(
    finding.explanation,
    /^On stream 1 \(pkg\.Service\/Method\) the server has waited 3 s for credit: it sent 64 KiB \(6 complete messages/,
  );
  assert.match(finding.explanation, /its window has 976\.6 KiB left/);
  assert.match(finding.explanation, /the client gave no WINDOW_UPDATE for this stream since/);
  assertEvidence(talk, finding, ['CLIENT HEADERS', 'SERVER DATA']);
});

test('a stall is said once, however long it lasts, and again when it happens again', () => {
  const talk = unread().after(20_000);
  assert.equal(theFinding(talk, STREAM_WINDOW_STALL).count, 1);
  talk.client(frames.windowUpdate(1, 30_000)).server(dataFrames(1, messages(10, 10_000), WINDOW, WINDOW + 30_000));
  assert.equal(theFinding(talk.after(5_000), STREAM_WINDOW_STALL).count, 2);
});

test('streams of one method that stand still together are one finding', () => {
  const finding = theFinding(unread([1, 3, 5]).after(3_500), STREAM_WINDOW_STALL);
  assert.equal(finding.count, 1);
  assert.match(finding.explanation, /2 other streams of the same method stand still as well/);
});

test('a deadline that ends a stream at its used up window makes it an error', () => {
  const talk = unread([1], { 'grpc-timeout': '5S' }).after(5_000).client(frames.rst(1, 'CANCEL'));
  const [warning, error] = findings(talk, STREAM_WINDOW_STALL);
  assert.deepEqual([warning?.severity, error?.severity], ['WARNING', 'ERROR']);
  assert.match(error?.explanation ?? '', /Then the client ended it with RST_STREAM CANCEL after 5 s\.$/);
});

test('a reader that cancels what it did not read has lost nothing', () => {
  const talk = unread().after(5_000).client(frames.rst(1, 'CANCEL'));
  assert.equal(theFinding(talk, STREAM_WINDOW_STALL).severity, 'WARNING');
});

test('a sender that gives up has lost the call', () => {
  const talk = unread().after(5_000).server(frames.rst(1, 'CANCEL'));
  assert.equal(findings(talk, STREAM_WINDOW_STALL).at(-1)?.severity, 'ERROR');
});

test('credit that comes within two seconds is a slow reader, and no stall', () => {
  const talk = unread();
  for (let n = 0; n < 5; n++) {
    talk.after(1_900).client(frames.windowUpdate(1, 10_000));
    talk.server(dataFrames(1, messages(20, 10_000), WINDOW + n * 10_000, WINDOW + (n + 1) * 10_000));
  }
  assertSilent(talk, STREAM_WINDOW_STALL);
});

test('a sender whose message ends just where the window does waits for nothing', () => {
  const talk = conversation().client(frames.windowUpdate(0, 1_000_000));
  talk.client(talk.request(1, CALL, { endStream: true })).server(talk.response(1, OK));
  assertSilent(talk.server(dataFrames(1, messages(5, WINDOW / 5))).after(60_000), STREAM_WINDOW_STALL);
});

test('a body whose last byte is at the edge of the window is complete', () => {
  const talk = conversation().client(frames.windowUpdate(0, 1_000_000));
  talk.client(talk.request(1, { ':method': 'GET', ':scheme': 'http', ':path': '/' }, { endStream: true }));
  talk.server(talk.response(1, { ':status': '200', 'content-length': String(WINDOW) }));
  assertSilent(talk.server(dataFrames(1, new Uint8Array(WINDOW))).after(60_000), STREAM_WINDOW_STALL);
});

test('a request whose response is complete need not be read', () => {
  const talk = conversation().server(frames.windowUpdate(0, 1_000_000));
  talk.client(talk.request(1, CALL), dataFrames(1, messages(10, 10_000), 0, WINDOW));
  talk.server(talk.response(1, { ...OK, 'grpc-status': '16' }, { endStream: true })).after(60_000);
  assertSilent(talk, STREAM_WINDOW_STALL);
});

test('one message that is longer than the window is told by another rule', () => {
  const talk = conversation().client(frames.windowUpdate(0, 1_000_000));
  talk.client(talk.request(1, CALL, { endStream: true })).server(talk.response(1, OK));
  assertSilent(talk.server(dataFrames(1, longMessage(100_000), 0, WINDOW)).after(10_000), STREAM_WINDOW_STALL);
});

test('an upload without gRPC is told with its path, and without its query', () => {
  const talk = conversation().server(frames.windowUpdate(0, 1_000_000));
  const put = { ':method': 'PUT', ':scheme': 'http', ':path': '/files?token=secret', ':authority': 'host' };
  talk.client(talk.request(1, put), dataFrames(1, new Uint8Array(WINDOW))).after(4_000);
  const [finding] = findings(talk, STREAM_WINDOW_STALL);
  assert.match(finding?.explanation ?? '', /^On stream 1 \(PUT \/files\) the client has waited/);
});

test('the text form of gRPC-Web has no messages that could be told apart', () => {
  const talk = conversation().server(frames.windowUpdate(0, 1_000_000));
  talk.client(talk.request(1, { ...CALL, 'content-type': 'application/grpc-web-text' }));
  talk.client(dataFrames(1, new Uint8Array(WINDOW).fill(0x41))).after(3_500);
  assert.match(
    theFinding(talk, STREAM_WINDOW_STALL).explanation,
    /the client has waited 2 s for credit: it sent 64 KiB/,
  );
});
