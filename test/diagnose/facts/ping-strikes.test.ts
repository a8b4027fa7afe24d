import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PERMITTED_MS, PERMITTED_WITHOUT_STREAM_MS, PingStrikes } from '../../../src/diagnose/facts/ping-strikes.ts';

const MICROSECONDS = 1_000;

/** @param pings when they come, in milliseconds; @returns the strikes behind each */
function strikesOf(strikes: PingStrikes, openStreams: number, pings: readonly number[]): number[] {
  return pings.map((ms) => {
    strikes.ping(ms * MICROSECONDS, openStreams);
    return strikes.strikes;
  });
}

test('gRFC A8: the first PING is valid, and one that comes sooner than 5 min behind the last valid one is a strike', () => {
  const strikes = new PingStrikes();
  assert.deepEqual(strikesOf(strikes, 1, [10_000, 20_000, 10_000 + PERMITTED_MS - 1]), [0, 1, 2]);
  assert.equal(strikes.tooSoonMs, PERMITTED_MS - 1);
});

test('gRFC A8: time counts from the last valid PING, not from the last strike', () => {
  const strikes = new PingStrikes();
  const sinceStrike = 1_000;
  assert.deepEqual(strikesOf(strikes, 1, [0, PERMITTED_MS - sinceStrike, PERMITTED_MS]), [0, 1, 1]);
  assert.equal(strikes.tooSoonMs, undefined);
});

test('gRFC A8: without a stream it is 2 hours', () => {
  assert.deepEqual(strikesOf(new PingStrikes(), 0, [0, PERMITTED_MS, PERMITTED_WITHOUT_STREAM_MS]), [0, 1, 1]);
});

test('gRFC A8: HEADERS or DATA of the server clear the strikes, and the PING behind them is valid whenever it comes', () => {
  const strikes = new PingStrikes();
  strikesOf(strikes, 1, [0, 1_000, 2_000]);
  strikes.answered();
  assert.deepEqual(strikesOf(strikes, 1, [2_001, 2_002]), [0, 1]);
  assert.equal(strikes.pings, 2);
});
