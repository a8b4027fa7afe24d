import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { createRipening, type Ripening } from '../../../src/sinks/spans/ripening.ts';
import { endedExchange } from '../../support/exchanges.ts';

const GRACE_MS = 1_000;

/** With a clock that only the test moves. */
function withClock(check: (ripening: Ripening, calls: () => number) => void): void {
  mock.timers.enable({ apis: ['setTimeout'] });
  let calls = 0;
  try {
    const onRipe = () => {
      calls += 1;
    };
    check(createRipening({ graceMs: GRACE_MS, maxBytes: 64 * 1024 * 1024, onRipe }), () => calls);
  } finally {
    mock.timers.reset();
  }
}

const push = (ripening: Ripening, count = 1) => {
  for (let n = 0; n < count; n++) ripening.push(endedExchange());
};

test('an exchange waits for the grace time at least, and for twice that at most', () => {
  withClock((ripening, calls) => {
    push(ripening);
    mock.timers.tick(GRACE_MS - 1);
    push(ripening);
    mock.timers.tick(1);
    assert.deepEqual([ripening.ripe, calls()], [0, 0]);
    mock.timers.tick(GRACE_MS);
    assert.deepEqual([ripening.ripe, calls()], [2, 1]);
    assert.equal(ripening.take(9).length, 2);
  });
});

test('what is not ripe is not taken', () => {
  withClock((ripening) => {
    push(ripening, 2);
    mock.timers.tick(GRACE_MS);
    push(ripening);
    mock.timers.tick(GRACE_MS);
    assert.deepEqual([ripening.take(1).length, ripening.take(9).length, ripening.size], [1, 1, 1]);
    mock.timers.tick(GRACE_MS);
    assert.equal(ripening.take(9).length, 1);
  });
});

test('of more than 4,096 the oldest do not wait', () => {
  withClock((ripening, calls) => {
    push(ripening, 4_100);
    assert.deepEqual([ripening.ripe, calls()], [4, 4]);
    assert.equal(ripening.take(9).length, 4);
  });
});

test('nothing waits any longer when all is to be ripe', () => {
  withClock((ripening) => {
    push(ripening, 3);
    ripening.ripenAll();
    assert.equal(ripening.take(9).length, 3);
    push(ripening);
    ripening.clear();
    assert.deepEqual([ripening.size, ripening.ripe, ripening.take(9).length], [0, 0, 0]);
  });
});
