import assert from 'node:assert/strict';
import { test } from 'node:test';
import { IDLE_CUT } from '../../../../src/diagnose/rules/keepalive/idle-cut.ts';
import {
  assertEvidence,
  assertSilent,
  type Conversation,
  conversation,
  theFinding,
} from '../../../support/conversation.ts';
import { frames } from '../../../support/frames.ts';
import { CALL, message, OK } from '../../../support/script.ts';

const RESET = { how: 'RST', endedBy: 'CLIENT', error: 'client: ECONNRESET' } as const;
const FIN = { how: 'FIN', endedBy: 'CLIENT' } as const;
const PING = '0000000000000001';

/** A stream that waits for events. */
function watch(fields: Readonly<Record<string, string>> = {}): Conversation {
  const talk = conversation();
  talk.client(talk.request(1, { ...CALL, ...fields }), frames.data(1, message(''), { endStream: true }));
  return talk.after(5).server(talk.response(1, OK), frames.data(1, message('first')));
}

test('AWS NLB: the first message behind 400 s is answered with a reset, since the flow was forgotten after 350 s', () => {
  const talk = watch().after(400_000);
  talk
    .server(frames.data(1, message('event')))
    .after(2)
    .end(RESET);
  const finding = theFinding(talk, IDLE_CUT);
  assert.equal(finding.severity, 'ERROR');
  assert.match(
    finding.explanation,
    /^The server wrote the first frame behind 6\.7 min of silence, and the answer was RST of the client \(client: ECONNRESET\)/,
  );
  assert.match(
    finding.explanation,
    /350 s, the default of the idle timeout of an AWS NLB or NAT gateway\. 1 open stream went with it\.$/,
  );
  assertEvidence(talk, finding, ['CLIENT HEADERS', 'SERVER DATA', 'connectionClosed']);
});

test('a firewall that drops what it has forgotten: TCP gives up a quarter of an hour later', () => {
  const talk = watch()
    .after(700_000)
    .server(frames.data(1, message('event')));
  talk.after(924_000).end({ how: 'RST', endedBy: 'CLIENT', error: 'client: ETIMEDOUT' });
  assert.match(
    theFinding(talk, IDLE_CUT).explanation,
    /600 s, the default of the idle timeout of Google Cloud firewalls/,
  );
});

test('without a stream nothing was lost yet', () => {
  const talk = conversation().call(1).after(400_000).server(frames.ping(PING)).after(2).end(RESET);
  assert.equal(theFinding(talk, IDLE_CUT).severity, 'WARNING');
});

test('a load balancer that closes at its timer, stream or no stream: the timer is named', () => {
  const talk = watch().after(60_004).end(FIN);
  const finding = theFinding(talk, IDLE_CUT);
  assert.equal(finding.severity, 'ERROR');
  assert.match(
    finding.explanation,
    /silent for 60 s when it ended without a GOAWAY: FIN of the client\. That is like a timer of 60 s/,
  );
});

test('a reset of an idle connection at a round time is worth knowing', () => {
  const { severity, explanation } = theFinding(conversation().call(1).after(350_100).end(RESET), IDLE_CUT);
  assert.equal(severity, 'INFO');
  assert.match(explanation, /350 s, the default of the idle timeout of an AWS NLB.* No stream was open\.$/);
});

test('a client that closes an idle connection does what it should, at a round time too', () => {
  assertSilent(conversation().call(1).after(60_000).end(FIN), IDLE_CUT);
  assertSilent(conversation().call(1).after(300_000).client(frames.goaway(0)).end(RESET), IDLE_CUT);
});

test('a crash comes at any time', () => {
  assertSilent(watch().after(47_300).end(FIN), IDLE_CUT);
  assertSilent(watch().after(3_000).end(RESET), IDLE_CUT);
});

test('PINGs keep it from being idle', () => {
  const talk = watch();
  for (let n = 0; n < 6; n++) talk.after(10_000).client(frames.ping(PING)).server(frames.pong(PING));
  assertSilent(talk.after(1_000).end(RESET), IDLE_CUT);
});

test('who answers behind the silence has not forgotten, whatever comes next', () => {
  const talk = watch()
    .after(400_000)
    .server(frames.data(1, message('event')))
    .client(frames.windowUpdate(1, 5));
  assertSilent(talk.after(10).end(RESET), IDLE_CUT);
});

test('a client that reads on behind the silence, and is killed later', () => {
  const talk = watch()
    .after(400_000)
    .server(frames.data(1, message('event')));
  assertSilent(talk.after(47_300).end(RESET), IDLE_CUT);
});

test('a client that speaks first behind the silence, and leaves', () => {
  const talk = watch().after(400_000).client(frames.ping(PING));
  assertSilent(talk.after(10).end(RESET), IDLE_CUT);
});

test('a command that exits when its deadline has passed is another matter', () => {
  assertSilent(watch({ 'grpc-timeout': '60S' }).after(60_000).end(FIN), IDLE_CUT);
});

test('a keepalive that ran out is another matter', () => {
  const talk = watch().after(400_000).server(frames.ping(PING));
  assertSilent(talk.after(20_000).end({ how: 'FIN', endedBy: 'SERVER' }), IDLE_CUT);
});
