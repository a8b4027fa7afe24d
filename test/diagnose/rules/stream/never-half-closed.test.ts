import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NEVER_HALF_CLOSED } from '../../../../src/diagnose/rules/stream/never-half-closed.ts';
import {
  assertEvidence,
  assertSilent,
  type Conversation,
  conversation,
  findings,
  theFinding,
} from '../../../support/conversation.ts';
import { frames } from '../../../support/frames.ts';
import { CALL, type Fields, message, OK } from '../../../support/script.ts';

function begun(fields: Fields = {}): Conversation {
  const talk = conversation();
  return talk.client(talk.request(1, { ...CALL, ...fields }), frames.data(1, message('hello')));
}

test('PROTOCOL-HTTP2, EOS: a whole message, no END_STREAM, and fifteen seconds of silence', () => {
  const talk = begun({ 'grpc-timeout': '60S' }).after(40_000);
  const finding = theFinding(talk, NEVER_HALF_CLOSED);
  assert.equal(finding.count, 1, 'said once, not at each tick');
  assert.equal(finding.severity, 'WARNING');
  assert.match(
    finding.explanation,
    /has sent 1 message on pkg\.Service\/Method and then nothing for 15 s, .*Its deadline is 60 s\.$/,
  );
  assertEvidence(talk, finding, ['CLIENT HEADERS', 'CLIENT DATA']);
});

test('without a deadline it may be by design', () => {
  assert.equal(theFinding(begun().after(20_000), NEVER_HALF_CLOSED).severity, 'INFO');
});

test('each stream is told', () => {
  const talk = begun();
  talk.client(talk.request(3, { ...CALL, ':path': '/pkg.Service/Other' }), frames.data(3, message('hello')));
  assert.equal(findings(talk.after(20_000), NEVER_HALF_CLOSED).length, 2);
});

test('silent: a request that was ended, and whose answer takes long', () => {
  const talk = conversation();
  talk.client(talk.request(1, CALL), frames.data(1, message('hello'), { endStream: true }));
  assertSilent(talk.after(60_000), NEVER_HALF_CLOSED);
});

test('silent: a stream that the server has answered is a conversation', () => {
  const talk = begun();
  assertSilent(talk.after(1).server(talk.response(1, OK)).after(60_000), NEVER_HALF_CLOSED);
});

test('silent: a client that sends now and then', () => {
  const talk = begun();
  for (let n = 0; n < 4; n++) talk.after(10_000).client(frames.data(1, message('more')));
  assertSilent(talk, NEVER_HALF_CLOSED);
});

test('silent: no message yet, half of one, and plain HTTP', () => {
  const talk = conversation();
  talk.client(talk.request(1, CALL));
  talk.client(talk.request(3, CALL), frames.data(3, message('half', 0, 100)));
  talk.client(talk.request(5, { ...CALL, 'content-type': 'text/plain' }), frames.data(5, 'hello'));
  assertSilent(talk.after(60_000), NEVER_HALF_CLOSED);
});
