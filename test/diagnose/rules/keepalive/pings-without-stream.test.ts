import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PING_STRIKES } from '../../../../src/diagnose/rules/keepalive/ping-strikes.ts';
import { PINGS_WITHOUT_STREAM } from '../../../../src/diagnose/rules/keepalive/pings-without-stream.ts';
import { assertEvidence, assertSilent, conversation, theFinding } from '../../../support/conversation.ts';
import { frames } from '../../../support/frames.ts';
import { CALL, message } from '../../../support/script.ts';

test('gRFC A8: without a stream the second PING within 2 h is a strike', () => {
  const talk = conversation().call(1);
  talk.after(30_000).client(frames.ping('0000000000000001')).server(frames.pong('0000000000000001'));
  talk.after(60_000).client(frames.ping('0000000000000002')).server(frames.pong('0000000000000002'));
  const finding = theFinding(talk, PINGS_WITHOUT_STREAM);
  assert.equal(finding.severity, 'WARNING');
  assert.match(
    finding.explanation,
    /^The client sent a PING while no stream was open, 60 s behind its last valid one: strike 1 .* allow one in 2 h/,
  );
  assertEvidence(talk, finding, ['CLIENT PING', 'CLIENT PING']);
});

test('10 min apart is too often as well, where it is not with a stream', () => {
  const talk = conversation().call(1);
  talk.after(600_000).client(frames.ping('0000000000000001')).after(600_000).client(frames.ping('0000000000000002'));
  assert.match(theFinding(talk, PINGS_WITHOUT_STREAM).explanation, /10 min behind its last valid one/);
});

test('a PING ahead of each request on a connection that was idle, as browsers send it, is none', () => {
  const talk = conversation();
  for (let n = 0; n < 5; n++) {
    talk.after(60_000).client(frames.ping('0000000000000001')).server(frames.pong('0000000000000001'));
    talk.call(2 * n + 1);
  }
  assertSilent(talk, PINGS_WITHOUT_STREAM);
});

test('a call that has just begun is a stream', () => {
  const talk = conversation().call(1);
  talk
    .after(30_000)
    .client(talk.request(3, { ...CALL, te: 'trailers' }), frames.data(3, message('a'), { endStream: true }));
  talk.client(frames.ping('0000000000000001')).after(100).client(frames.ping('0000000000000002'));
  assertSilent(talk, PINGS_WITHOUT_STREAM);
  assert.match(theFinding(talk, PING_STRIKES).explanation, /with 1 stream open/);
});

test('a client of plain HTTP that pings an idle connection breaks no rule', () => {
  const talk = conversation({ opened: { listener: 'http' } });
  for (let n = 0; n < 5; n++) talk.after(30_000).client(frames.ping('0000000000000001'));
  assertSilent(talk, PINGS_WITHOUT_STREAM);
});

test('servers may ping whenever they want', () => {
  const talk = conversation().call(1);
  for (let n = 0; n < 5; n++) talk.after(10_000).server(frames.ping('0000000000000001'));
  assertSilent(talk, PINGS_WITHOUT_STREAM);
});
