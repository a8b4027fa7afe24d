import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TINY_FRAMES } from '../../../../src/diagnose/rules/limits/tiny-frames.ts';
import { assertSilent, type Conversation, conversation, theFinding } from '../../../support/conversation.ts';
import { frames, join } from '../../../support/frames.ts';
import { CALL as BARE, message, OK, TRAILERS } from '../../../support/script.ts';

/** What clients of gRPC send. */
const CALL = { ...BARE, te: 'trailers' };

const GET = { ':method': 'GET', ':scheme': 'http', ':path': '/events' };

/** `count` DATA frames of the server with `content` each, `pauseMs` apart. */
function answer(
  fields: Readonly<Record<string, string>>,
  content: Uint8Array,
  count: number,
  pauseMs = 0,
): Conversation {
  const talk = conversation({ clientSettings: { INITIAL_WINDOW_SIZE: 10_000_000 } }).client(
    frames.windowUpdate(0, 10_000_000),
  );
  talk
    .client(talk.request(1, fields, { endStream: true }))
    .server(talk.response(1, fields === CALL ? OK : { ':status': '200' }));
  for (let n = 0; n < count; n++) talk.server(frames.data(1, content)).after(pauseMs);
  return talk.server(talk.response(1, TRAILERS, { endStream: true }));
}

function credit(increment: number, aSecond: number, seconds: number): Conversation {
  const talk = conversation();
  const tenth = join(...Array.from({ length: aSecond / 10 }, () => frames.windowUpdate(0, increment)));
  for (let n = 0; n < seconds * 10; n++) talk.client(tenth).after(100);
  return talk;
}

test('RFC 9113 §6.9.1: credit in small pieces, second after second, is told with how many and how small', () => {
  const finding = theFinding(credit(20, 1_000, 5), TINY_FRAMES);
  assert.equal(finding.severity, 'INFO');
  assert.equal(finding.count, 1);
  assert.match(
    finding.explanation,
    /^The client sends 1000 WINDOW_UPDATEs a second of less than 1 KiB, for 3 s by now: 20 bytes on average\./,
  );
});

test('credit for half a window at a time is large, and a second of small ones is none', () => {
  assertSilent(credit(32_768, 1_000, 5), TINY_FRAMES);
  assertSilent(credit(20, 1_000, 2).after(10_000), TINY_FRAMES);
});

test('a message that comes byte by byte is told with its frames', () => {
  const talk = answer(CALL, Uint8Array.of(0), 2_000);
  const finding = theFinding(talk, TINY_FRAMES);
  assert.match(
    finding.explanation,
    /^The server sent 2000 DATA frames for 400 messages on stream 1 \(pkg\.Service\/Method\) in 0 ms: 1 bytes on average/,
  );
});

test('small messages in frames of their own are what a stream of events is', () => {
  assertSilent(answer(CALL, message('hello'), 5_000), TINY_FRAMES);
});

test('small events as they happen are no flood', () => {
  assertSilent(answer(GET, new Uint8Array(20), 2_000, 5), TINY_FRAMES);
});

test('a body without messages in thousands of pieces a second is', () => {
  assert.match(
    theFinding(answer(GET, new Uint8Array(4), 2_000), TINY_FRAMES).explanation,
    /2000 DATA frames on stream 1 \(GET \/events\)/,
  );
});
