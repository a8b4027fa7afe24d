import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CANCELLED } from '../../../../src/diagnose/rules/stream/cancelled.ts';
import { INTERNAL_RESET } from '../../../../src/diagnose/rules/stream/internal-reset.ts';
import { assertSilent, type Conversation, conversation, theFinding } from '../../../support/conversation.ts';
import { frames } from '../../../support/frames.ts';
import { CALL, type Fields, message } from '../../../support/script.ts';

/** A request that is reset with INTERNAL_ERROR by its sender. */
function reset(ms: number, fields: Fields): Conversation {
  const talk = conversation({ startMs: 1 });
  talk.client(talk.request(1, { ...CALL, ...fields }), frames.data(1, message('hello'), { endStream: true }));
  return talk.after(ms).client(frames.rst(1, 'INTERNAL_ERROR'));
}

test('envoy#42269: Envoy resets with INTERNAL_ERROR when its own client has cancelled, which is no failure', () => {
  const talk = reset(699, { 'x-envoy-expected-rq-timeout-ms': '15000' });
  assertSilent(talk, INTERNAL_RESET);
  const finding = theFinding(talk, CANCELLED);
  assert.equal(finding.severity, 'INFO');
  assert.match(
    finding.explanation,
    /699 ms behind its request.* a proxy resets with INTERNAL_ERROR whatever its reason was/,
  );
});

test('the deadline of a client behind Envoy is a deadline', () => {
  const talk = reset(982, { 'x-forwarded-proto': 'http', 'grpc-timeout': '1S' });
  assertSilent(talk, INTERNAL_RESET);
  assert.match(theFinding(talk, CANCELLED).explanation, /the deadline of 1 s \(grpc-timeout\) had passed/);
});

test('INTERNAL_ERROR of a client without a proxy is a failure, and S11 is silent', () => {
  const talk = reset(699, {});
  assertSilent(talk, CANCELLED);
  assert.match(theFinding(talk, INTERNAL_RESET).explanation, /with INTERNAL_ERROR/);
});
