import assert from 'node:assert/strict';
import { test } from 'node:test';
import { observeEventLoopDelay } from '../../../src/sinks/metrics/event-loop-delay.ts';

/** A clock and a timer that move by hand. */
function byHand() {
  let time = 1_000;
  let tick = () => {};
  let stopped = false;
  const delay = observeEventLoopDelay(
    () => time,
    (each) => {
      tick = each;
      return () => {
        stopped = true;
      };
    },
  );
  return {
    delay,
    after(ms: number) {
      time += ms;
      tick();
    },
    get stopped() {
      return stopped;
    },
  };
}

test('the delay is what a timer of 20 ms took longer, in seconds', () => {
  const { delay, after } = byHand();
  for (const ms of [20, 19.5, 70, 1_020]) after(ms);
  const [sample] = delay.family.collect();
  assert.equal(sample?.counts.sum, 1.05);
  assert.equal(sample?.counts.count, 4);
});

test('it can be stopped', () => {
  const hand = byHand();
  hand.delay.stop();
  assert.ok(hand.stopped);
});

test('the real one keeps no process from its end', () => {
  const before = process.getActiveResourcesInfo().filter((each) => each === 'Timeout').length;
  const delay = observeEventLoopDelay();
  assert.equal(process.getActiveResourcesInfo().filter((each) => each === 'Timeout').length, before);
  delay.stop();
});
