import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { PingFacts } from '../../../src/diagnose/facts/pings.ts';
import type { FrameEvent } from '../../../src/diagnose/rule.ts';
import type { Frame } from '../../../src/trace/event.ts';

/** @param rttMs of an ACK; absent: it is none */
function ping(time: number, opaque: string, rttMs?: number): FrameEvent {
  const body = rttMs === undefined ? { opaque, ack: false } : { opaque, ack: true, rttMs };
  const header = { typeCode: 6, flags: [], flagBits: 0, streamId: 0, length: 8 };
  const frame: Frame = { from: 'CLIENT', type: 'PING', ...header, ping: body };
  return { seq: time, time, offsetMs: 0, conn: 'c1', kind: 'frame', frame };
}

describe('PingFacts', () => {
  test('knows how far apart they were, and how many streams were open', () => {
    const pings = new PingFacts();
    pings.sent(ping(1_000, 'a'), 2);
    pings.sent(ping(501_000, 'b'), 0);
    assert.deepEqual(
      pings.recent.map(({ sinceLastMs, openStreams }) => [sinceLastMs, openStreams]),
      [
        [undefined, 2],
        [500, 0],
      ],
    );
  });

  test('an ACK ends the wait for the PING with the same bytes', () => {
    const pings = new PingFacts();
    pings.sent(ping(1, 'a'), 0);
    pings.sent(ping(2, 'b'), 0);
    pings.acknowledged(ping(3, 'a', 0.5));
    assert.deepEqual([[...pings.outstanding.keys()], pings.roundTripsMs], [['b'], [0.5]]);
  });

  test('of several with the same bytes the first is waited for', () => {
    const pings = new PingFacts();
    for (const time of [1, 2, 3]) pings.sent(ping(time, 'a'), 0);
    assert.deepEqual(
      [...pings.outstanding.values()].map(({ seq }) => seq),
      [1],
    );
    assert.equal(pings.count, 3);
  });

  test('what is kept is bounded', () => {
    const pings = new PingFacts();
    for (let n = 1; n <= 1_000; n++) {
      pings.sent(ping(n, `${n}`), 0);
      pings.acknowledged(ping(n, 'another', 1));
    }
    assert.equal(pings.count, 1_000);
    assert.deepEqual([pings.recent.length, pings.outstanding.size, pings.roundTripsMs.length], [8, 32, 64]);
    assert.equal([...pings.outstanding.keys()].at(-1), '1000');
  });
});
