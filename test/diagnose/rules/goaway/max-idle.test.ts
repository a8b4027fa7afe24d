import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ANY_STREAM } from '../../../../src/diagnose/rules/goaway/goaways.ts';
import { MAX_CONNECTION_IDLE } from '../../../../src/diagnose/rules/goaway/max-idle.ts';
import { assertEvidence, assertSilent, conversation, theFinding } from '../../../support/conversation.ts';
import { frames } from '../../../support/frames.ts';

const IDLE = frames.goaway(ANY_STREAM, 'NO_ERROR', 'max_idle');

test('gRFC A9: max_idle quotes how long no stream was open', () => {
  const talk = conversation().call(1, 500).call(3, 500).after(4_000).server(IDLE);
  const finding = theFinding(talk, MAX_CONNECTION_IDLE);
  assert.equal(finding.severity, 'INFO');
  assert.match(finding.explanation, /^The connection had no open stream for 4 s, since the last of 2 streams ended,/);
  assertEvidence(talk, finding, ['SERVER GOAWAY']);
});

test('a connection that never had a stream is idle since it opened', () => {
  const finding = theFinding(conversation().after(2_000).server(IDLE), MAX_CONNECTION_IDLE);
  assert.match(finding.explanation, /for 2 s, since it opened,/);
});

test('silent: max_age on an idle connection', () => {
  assertSilent(
    conversation()
      .after(9_000)
      .server(frames.goaway(ANY_STREAM, 'NO_ERROR', 'max_age')),
    MAX_CONNECTION_IDLE,
  );
});
