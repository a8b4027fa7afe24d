import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WINDOW_LIMITED_TRANSFER } from '../../../../src/diagnose/rules/limits/window-limited-transfer.ts';
import { assertSilent, type Conversation, conversation, findings, theFinding } from '../../../support/conversation.ts';
import { frames, join, PREFACE } from '../../../support/frames.ts';
import { dataFrames, WINDOW } from '../../../support/large-data.ts';

const GET = { ':method': 'GET', ':scheme': 'http', ':path': '/bytes/6553500' };
const BODY = new Uint8Array(WINDOW);

/** The ACK of the server's SETTINGS takes `rttMs`, and so does credit for each of `windows` windows that the server sends. */
function download(rttMs: number, windows: number, { waitMs = rttMs, streamWindow = WINDOW } = {}): Conversation {
  const talk = conversation({ opening: false });
  talk.client(PREFACE, frames.settings({ INITIAL_WINDOW_SIZE: streamWindow }));
  talk.server(frames.settings(), frames.settingsAck()).after(rttMs).client(frames.settingsAck());
  talk.client(talk.request(1, GET, { endStream: true })).server(talk.response(1, { ':status': '200' }));
  for (let n = 0; n < windows; n++) {
    talk.server(dataFrames(1, BODY)).after(waitMs);
    talk.client(
      join(frames.windowUpdate(0, WINDOW), ...(streamWindow > WINDOW ? [] : [frames.windowUpdate(1, WINDOW)])),
    );
  }
  return talk.server(frames.data(1, '', { endStream: true }));
}

test('RFC 9113 §5.2.3: a transfer of one window in each round trip is told with both, and what they come to', () => {
  const talk = download(50, 40);
  const [finding] = findings(talk, WINDOW_LIMITED_TRANSFER);
  assert.equal(finding?.severity, 'INFO');
  assert.match(
    finding?.explanation ?? '',
    /^The server sent 2\.5 MiB on stream 1 \(GET \/bytes\/6553500\) in 2 s, and waited 100 % of that for credit: 40 times it had used up the window of 64 KiB, for 50 ms each\./,
  );
  assert.match(
    finding?.explanation ?? '',
    /The round trip is 50 ms, so this window lets no more than 1\.2 MiB a second pass; it is the client that sets it\.$/,
  );
});

test('a connection whose window is the smaller one is told while it goes on', () => {
  const talk = download(50, 100, { streamWindow: 10_000_000 });
  const finding = theFinding(talk, WINDOW_LIMITED_TRANSFER);
  assert.match(
    finding.explanation,
    /^For 3 s the server has waited 9\d % of the time for credit of the connection: \d\d times it had used up its window of 64 KiB, for 50 ms each\./,
  );
});

test('a reader that takes its time is no matter of windows', () => {
  assertSilent(download(10, 40, { waitMs: 100 }), WINDOW_LIMITED_TRANSFER);
});

test('on a near network windows are no limit', () => {
  assertSilent(download(1, 2_000), WINDOW_LIMITED_TRANSFER);
});

test('a slow start of a few round trips is none either', () => {
  assertSilent(download(50, 10), WINDOW_LIMITED_TRANSFER);
});
