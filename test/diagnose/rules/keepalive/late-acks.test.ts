import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LATE_ACKS } from '../../../../src/diagnose/rules/keepalive/late-acks.ts';
import {
  assertEvidence,
  assertSilent,
  type Conversation,
  conversation,
  theFinding,
} from '../../../support/conversation.ts';
import { frames } from '../../../support/frames.ts';

const PING = '0000000000000001';

/** PINGs of the server, each answered after so many milliseconds. */
function answered(talk: Conversation, roundTripsMs: readonly number[]): Conversation {
  for (const ms of roundTripsMs) talk.after(20).server(frames.ping(PING)).after(ms).client(frames.pong(PING));
  return talk;
}

function repeat(ms: number, times: number): number[] {
  return new Array<number>(times).fill(ms);
}

test('RFC 9113 §6.7: a side that takes a second for one ACK in ten, and a millisecond for the others', () => {
  const talk = answered(conversation().call(1), [...repeat(1, 20), 1_200, 1_400, 1_300]);
  const finding = theFinding(talk, LATE_ACKS);
  assert.equal(finding.severity, 'WARNING');
  assert.equal(finding.count, 1);
  assert.match(
    finding.explanation,
    /^The client answers PINGs late\. Of its last 22 ACKs the slowest twentieth took 1\.2 s and more, the fastest 1 ms\./,
  );
  assertEvidence(talk, finding, ['CLIENT PING']);
});

test('less than a second is worth knowing, no more', () => {
  const talk = answered(conversation(), [...repeat(2, 20), 300, 310]);
  assert.equal(theFinding(talk, LATE_ACKS).severity, 'INFO');
});

test('where the ACKs are ours, the place is where to look', () => {
  const talk = conversation();
  for (const ms of [...repeat(1, 20), 400, 400]) {
    talk.after(20).client(frames.ping(PING)).after(ms).server(frames.pong(PING));
  }
  assert.match(theFinding(talk, LATE_ACKS).explanation, /^The server answers PINGs late\..* That is us: .*\(E1, E2\)/);
});

test('it is told again when it was over in between', () => {
  const stall = [...repeat(1, 20), 900, 900];
  const talk = answered(conversation(), [...stall, ...repeat(1, 64), 900, 900, 900, 900]);
  assert.equal(theFinding(talk, LATE_ACKS).count, 2);
});

test('a client that is far away is as late each time', () => {
  assertSilent(answered(conversation(), repeat(300, 30)), LATE_ACKS);
});

test('one late ACK of many, as of a garbage collection, says little', () => {
  assertSilent(answered(conversation(), [...repeat(1, 40), 2_000]), LATE_ACKS);
});

test('a few PINGs say little', () => {
  assertSilent(answered(conversation(), [1, 1, 1, 900, 900]), LATE_ACKS);
});

test('bulk that PINGs wait behind makes them slower, and not late', () => {
  assertSilent(answered(conversation(), [...repeat(1, 20), ...repeat(120, 20)]), LATE_ACKS);
});
