import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EVENT_LOOP_STALL } from '../../../../src/diagnose/rules/place/event-loop-stall.ts';
import { type Conversation, conversation } from '../../../support/conversation.ts';
import { frames } from '../../../support/frames.ts';
import { explanations, type Look, look } from '../../../support/places.ts';

const PING = '0000000000000001';

function late(maxMs: number, p99Ms = maxMs): Look {
  return { eventLoop: { maxMs, p99Ms } };
}

/** A PING of the client that we answered so late. */
function latePing(milliseconds: number): Conversation {
  return conversation().client(frames.ping(PING)).after(milliseconds).server(frames.pong(PING));
}

test('our own timers were as late as the ACK of a PING: it was us', () => {
  const felt = look([late(1), late(655, 480)], [EVENT_LOOP_STALL], [latePing(640)]);
  assert.deepEqual(explanations(felt), [
    'Within the last 5 s timers of this server were up to 655 ms late, and one in a hundred by 480 ms or more. ' +
      'In that time a PING waited 640 ms for its ACK.',
  ]);
  assert.equal(felt.causes[0]?.finding.severity, 'WARNING');
});

test('a slow answer counts as well, and so do neighbours that want the CPU', () => {
  const now = { ...late(520), pressure: { cpu: { some: 71.4 } } };
  const [text = ''] = explanations(look([late(1), now], [EVENT_LOOP_STALL], [conversation().call(1, 500)]));
  assert.match(text, /a call waited 500 ms .* in 71 % of the last 10 s something waited for it\.$/);
});

test('a stall of less than half a second is worth knowing, no more', () => {
  const { causes } = look([late(1), late(250)], [EVENT_LOOP_STALL], [latePing(240)]);
  assert.equal(causes[0]?.finding.severity, 'INFO');
});

test('stalls of two looks in a row are one, with a good look in between they are two', () => {
  const stall = () => latePing(640);
  const inARow = look([late(1), late(655), late(655)], [EVENT_LOOP_STALL], [stall(), stall()]);
  assert.equal(inARow.found.length, 1);
  const apart = look([late(1), late(655), late(1), late(655)], [EVENT_LOOP_STALL], [stall(), undefined, stall()]);
  assert.equal(apart.causes[0]?.finding.count, 2);
});

test('a stall between two calls: what came meanwhile was read behind it, so the trace does not show it', () => {
  const { causes } = look([late(1), late(900)], [EVENT_LOOP_STALL], [latePing(3)]);
  assert.equal(causes[0]?.finding.severity, 'INFO');
});

test('silent: a stall without any traffic, and a slow call with a loop that was on time', () => {
  assert.deepEqual(explanations(look([late(1), late(900)], [EVENT_LOOP_STALL])), []);
  assert.deepEqual(explanations(look([late(1), late(30)], [EVENT_LOOP_STALL], [conversation().call(1, 2_000)])), []);
});

test('silent: a loop that was held up by the CPU limit is E1’s', () => {
  const cpu = (periods: number) => ({ periods, throttledPeriods: periods, throttledMs: periods });
  const looks = [
    { ...late(1), cpu: cpu(10) },
    { ...late(900), cpu: cpu(60) },
  ];
  assert.deepEqual(explanations(look(looks, [EVENT_LOOP_STALL], [latePing(800)])), []);
});
