import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DRAINING_IGNORED } from '../../../../src/diagnose/rules/goaway/draining-ignored.ts';
import { ANY_STREAM } from '../../../../src/diagnose/rules/goaway/goaways.ts';
import { NOT_GRACEFUL } from '../../../../src/diagnose/rules/goaway/not-graceful.ts';
import {
  assertEvidence,
  assertSilent,
  type Conversation,
  conversation,
  findings,
  theFinding,
} from '../../../support/conversation.ts';
import { frames } from '../../../support/frames.ts';
import { CALL } from '../../../support/script.ts';

const DRAIN = frames.goaway(ANY_STREAM, 'NO_ERROR', 'graceful_stop');

function begin(talk: Conversation, streamId: number): Conversation {
  return talk.client(talk.request(streamId, CALL));
}

test('RFC 9113 §6.8: a stream that the client opens when it must have received the GOAWAY', () => {
  const talk = begin(conversation().call(1).server(DRAIN).after(2_400), 3);
  const finding = theFinding(talk, DRAINING_IGNORED);
  assert.equal(finding.severity, 'WARNING');
  assert.match(
    finding.explanation,
    /^The client opened stream 3 \(pkg\.Service\/Method\) 2\.4 s behind the GOAWAY of the server \("graceful_stop"\), .* may still serve it/,
  );
  assertEvidence(talk, finding, ['SERVER GOAWAY', 'CLIENT HEADERS']);
});

test('one that the second GOAWAY leaves out is told so, and the cause is counted', () => {
  const talk = conversation().call(1).server(DRAIN).after(10).server(frames.goaway(1)).after(3_000);
  begin(begin(talk, 3), 5);
  const finding = theFinding(talk, DRAINING_IGNORED);
  assert.equal(finding.count, 2);
  assert.match(finding.explanation, /does nothing for it: it has named 1 as the last stream\.$/);
});

test('silent: what was on its way, also over a slow path', () => {
  const far = '0000000000000001';
  assertSilent(begin(conversation().server(DRAIN).after(900), 1), DRAINING_IGNORED);
  const slow = conversation().server(frames.ping(far)).after(600).client(frames.pong(far)).server(DRAIN);
  assertSilent(begin(slow.after(1_500), 1), DRAINING_IGNORED);
});

test('silent: streams behind a GOAWAY of the client itself', () => {
  assertSilent(begin(conversation().client(frames.goaway(0)).after(5_000), 1), DRAINING_IGNORED);
});

test('it is this rule or G3, never both', () => {
  const talk = begin(conversation().server(frames.goaway(0)).after(5_000), 1);
  assert.deepEqual(
    findings(talk, NOT_GRACEFUL, DRAINING_IGNORED).map(({ rule }) => rule),
    ['G5'],
  );
});
