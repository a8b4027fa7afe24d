import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HEAD_OF_LINE } from '../../../../src/diagnose/rules/limits/head-of-line.ts';
import { assertSilent, type Conversation, conversation, theFinding } from '../../../support/conversation.ts';
import { frames } from '../../../support/frames.ts';
import { dataFrames, longMessage } from '../../../support/large-data.ts';
import { CALL as BARE } from '../../../support/script.ts';

/** What clients of gRPC send. */
const CALL = { ...BARE, te: 'trailers' };

const SMALL = longMessage(20_000);
const LARGE = longMessage(300_000);

function uploads(times: number, { largeMs = 150, turns = 1 } = {}): Conversation {
  const talk = conversation({ serverSettings: { INITIAL_WINDOW_SIZE: 10_000_000 } })
    .server(frames.windowUpdate(0, 100_000_000))
    .after(10);
  for (let n = 0; n < times; n++) {
    const [large, small] = [4 * n + 1, 4 * n + 3];
    talk.client(talk.request(large, CALL), talk.request(small, CALL), dataFrames(small, SMALL, 0, 4_000));
    for (let turn = 0; turn < turns; turn++) {
      const [from, to] = [(LARGE.length * turn) / turns, (LARGE.length * (turn + 1)) / turns];
      talk.client(dataFrames(large, LARGE, from, to)).after(largeMs / turns);
      talk.client(dataFrames(small, SMALL, 4_000 + turn * 100, turn === turns - 1 ? SMALL.length : 4_100 + turn * 100));
    }
  }
  return talk;
}

test('RFC 9113 §5.2.2: a message that stands still behind a long run of another stream is told, with how long and how much', () => {
  const finding = theFinding(uploads(4).after(2_000), HEAD_OF_LINE);
  assert.equal(finding.severity, 'INFO');
  assert.equal(finding.count, 1);
  assert.match(
    finding.explanation,
    /^4 times a stream of the client stood still.*The longest: stream 3 for 150 ms, behind 293 KiB of stream 1\. No window was used up/,
  );
});

test('streams that take turns are fair', () => {
  assertSilent(uploads(4, { turns: 10 }).after(2_000), HEAD_OF_LINE);
});

test('a run that is over in a moment holds up nobody', () => {
  assertSilent(uploads(4, { largeMs: 50 }).after(2_000), HEAD_OF_LINE);
});

test('once is chance', () => {
  assertSilent(uploads(1).after(2_000), HEAD_OF_LINE);
});

test('a stream that has used up its own window waits for that', () => {
  const talk = conversation({ serverSettings: { INITIAL_WINDOW_SIZE: 65_535 } })
    .server(frames.windowUpdate(0, 100_000_000))
    .after(10);
  for (let n = 0; n < 4; n++) {
    const [large, small] = [4 * n + 1, 4 * n + 3];
    talk.client(talk.request(large, CALL), talk.request(small, CALL)).server(frames.windowUpdate(large, 1_000_000));
    talk.client(dataFrames(small, longMessage(100_000), 0, 65_535), dataFrames(large, LARGE)).after(150);
    talk.server(frames.windowUpdate(small, 65_535)).client(dataFrames(small, longMessage(100_000), 65_535));
  }
  assertSilent(talk.after(1_000), HEAD_OF_LINE);
});
