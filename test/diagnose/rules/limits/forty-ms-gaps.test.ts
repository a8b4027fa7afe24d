import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FORTY_MS_GAPS } from '../../../../src/diagnose/rules/limits/forty-ms-gaps.ts';
import { assertSilent, type Conversation, conversation, theFinding } from '../../../support/conversation.ts';
import { frames } from '../../../support/frames.ts';
import { CALL as BARE, message, OK, TRAILERS } from '../../../support/script.ts';

/** What clients of gRPC send. */
const CALL = { ...BARE, te: 'trailers' };

/** Unary calls, whose message comes so long behind its head. */
function calls(gapsMs: readonly number[]): Conversation {
  const talk = conversation();
  gapsMs.forEach((gap, n) => {
    const id = 2 * n + 1;
    talk
      .client(talk.request(id, CALL))
      .after(gap)
      .client(frames.data(id, message('hello'), { endStream: true }));
    talk.server(talk.response(id, { ...OK, ...TRAILERS }, { endStream: true })).after(10);
  });
  return talk;
}

test('RFC 1122 §4.2.3.4: requests whose parts come 40 ms apart, time and again, are told with the mean', () => {
  const finding = theFinding(calls([0, 0, 41, 40, 40, 41, 42, 40, 40, 41, 40]).after(2_000), FORTY_MS_GAPS);
  assert.equal(finding.severity, 'INFO');
  assert.equal(finding.count, 1);
  assert.match(
    finding.explanation,
    /^\d+ times a part of what the client sent came 4\d ms behind the part before \(the mean; 2 came at once, 0 after another pause\)/,
  );
  assert.equal(finding.evidence.length, 8);
});

test('a connection that closes before the next second is judged at its end', () => {
  const talk = calls(Array<number>(8).fill(40));
  assert.match(theFinding(talk.end({ how: 'FIN', endedBy: 'CLIENT' }), FORTY_MS_GAPS).explanation, /^8 times/);
});

test('an END_STREAM that comes alone, and the rest of a message, are parts too', () => {
  const talk = conversation();
  for (let id = 1; id < 9; id += 2) {
    talk.client(talk.request(id, CALL), frames.data(id, message('hello').subarray(0, 7)));
    talk.after(40).client(frames.data(id, message('hello').subarray(7)));
    talk.after(41).client(frames.data(id, '', { endStream: true }));
  }
  assert.match(theFinding(talk.after(2_000), FORTY_MS_GAPS).explanation, /^8 times/);
});

test('messages that an application sends each 40 ms are its own business', () => {
  const talk = conversation();
  talk.client(talk.request(1, CALL));
  for (let n = 0; n < 100; n++) talk.client(frames.data(1, message('a frame of a film'))).after(40);
  assertSilent(talk, FORTY_MS_GAPS);
});

test('pauses of all lengths are a client that is busy', () => {
  const gaps = Array.from({ length: 60 }, (_, n) => 5 + n * 2);
  assertSilent(calls(gaps).after(2_000), FORTY_MS_GAPS);
});

test('a few in many calls are chance', () => {
  const gaps = [...Array<number>(300).fill(0), ...Array<number>(8).fill(40)];
  assertSilent(calls(gaps).after(2_000), FORTY_MS_GAPS);
});

test('what the server writes 40 ms apart was not delayed by a network', () => {
  const talk = conversation();
  for (let id = 1; id < 40; id += 2) {
    talk
      .client(talk.request(id, CALL, { endStream: true }))
      .server(talk.response(id, OK))
      .after(40);
    talk.server(frames.data(id, message('hello')), talk.response(id, TRAILERS, { endStream: true }));
  }
  assertSilent(talk.after(2_000), FORTY_MS_GAPS);
});
