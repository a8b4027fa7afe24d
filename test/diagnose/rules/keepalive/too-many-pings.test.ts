import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TOO_MANY_PINGS } from '../../../../src/diagnose/rules/keepalive/too-many-pings.ts';
import { assertEvidence, assertSilent, conversation, theFinding } from '../../../support/conversation.ts';
import { frames } from '../../../support/frames.ts';
import { CALL } from '../../../support/script.ts';

test('gRFC A8: GOAWAY ENHANCE_YOUR_CALM "too_many_pings" quotes the intervals that were measured', () => {
  const talk = conversation().call(1);
  for (const opaque of ['0000000000000001', '0000000000000002', '0000000000000003']) {
    talk.after(1_000).client(frames.ping(opaque)).server(frames.pong(opaque));
  }
  talk.after(2).server(frames.goaway(1, 'ENHANCE_YOUR_CALM', 'too_many_pings'));
  const finding = theFinding(talk, TOO_MANY_PINGS);
  assert.equal(finding.severity, 'ERROR');
  assert.match(
    finding.explanation,
    /^The client sent 3 PINGs, the last ones 1 s and 1 s apart, 3 of the last 3 while no stream was open\./,
  );
  assert.match(
    finding.explanation,
    /came 2 ms behind the last one\. Since the server last sent HEADERS or DATA.* 3 PINGs\./,
  );
  assert.match(finding.explanation, /allows them less often than each 1 s/);
  assertEvidence(talk, finding, ['CLIENT PING', 'CLIENT PING', 'CLIENT PING', 'SERVER GOAWAY']);
});

test('it says how many streams were lost', () => {
  const talk = conversation();
  talk.client(talk.request(1, CALL), talk.request(3, CALL));
  talk.after(10_000).client(frames.ping('0000000000000001'));
  talk.server(frames.goaway(3, 'ENHANCE_YOUR_CALM', 'too_many_pings'));
  const { explanation } = theFinding(talk, TOO_MANY_PINGS);
  assert.match(explanation, /1 PING, the only one, 0 of the last 1 while no stream was open/);
  assert.match(explanation, /2 streams were open, and lost\.$/);
});

test('a server that says so though nobody pinged it is not believed', () => {
  const talk = conversation()
    .call(1)
    .server(frames.goaway(1, 'ENHANCE_YOUR_CALM', 'too_many_pings'));
  assert.match(
    theFinding(talk, TOO_MANY_PINGS).explanation,
    /^The client had not sent a single PING on this connection\.$/,
  );
});

test('another ENHANCE_YOUR_CALM is about something else', () => {
  const talk = conversation().client(frames.ping('0000000000000001'));
  assertSilent(talk.server(frames.goaway(1, 'ENHANCE_YOUR_CALM', 'flood')), TOO_MANY_PINGS);
});

test('many PINGs that the server puts up with are no reason to speak', () => {
  const talk = conversation();
  for (let n = 0; n < 20; n++) talk.after(100).client(frames.ping('0000000000000001'));
  assertSilent(talk.server(frames.goaway(0, 'NO_ERROR', 'graceful_stop')), TOO_MANY_PINGS);
});
