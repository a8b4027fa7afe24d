import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ANY_STREAM } from '../../../../src/diagnose/rules/goaway/goaways.ts';
import { MAX_CONNECTION_AGE } from '../../../../src/diagnose/rules/goaway/max-age.ts';
import { assertEvidence, assertSilent, conversation, theFinding } from '../../../support/conversation.ts';
import { frames } from '../../../support/frames.ts';
import { CALL } from '../../../support/script.ts';

test('gRFC A9: max_age quotes the age, and is said once though it comes twice', () => {
  const talk = conversation().call(1);
  talk
    .client(talk.request(3, CALL))
    .after(30_000)
    .server(frames.goaway(ANY_STREAM, 'NO_ERROR', 'max_age'));
  talk.after(1).server(frames.goaway(3, 'NO_ERROR', 'max_age'));
  const finding = theFinding(talk, MAX_CONNECTION_AGE);
  assert.equal(finding.severity, 'INFO');
  assert.equal(finding.count, 1);
  assert.match(
    finding.explanation,
    /^The connection was 30 s old and had carried 2 streams .* 1 stream may still finish/,
  );
  assertEvidence(talk, finding, ['SERVER GOAWAY']);
});

test('silent: a GOAWAY for another reason, or without one', () => {
  for (const debug of ['', 'graceful_stop', 'max_idle']) {
    assertSilent(
      conversation()
        .after(30_000)
        .server(frames.goaway(ANY_STREAM, 'NO_ERROR', debug)),
      MAX_CONNECTION_AGE,
    );
  }
});

test('silent: the words with an error code are not the plan', () => {
  assertSilent(conversation().server(frames.goaway(0, 'INTERNAL_ERROR', 'max_age')), MAX_CONNECTION_AGE);
});
