import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type DelayHistogram,
  type EventLoopMeters,
  EventLoopWatch,
  RESOLUTION_MS,
} from '../../src/place/event-loop.ts';

/** Meters that say what a test sets, in milliseconds. */
class FakeMeters implements EventLoopMeters {
  /** Between the timers that were seen. */
  intervals: number[] = [];
  idle = 0;
  active = 0;
  isEnabled = false;

  readonly histogram: DelayHistogram;
  readonly utilization: EventLoopMeters['utilization'];

  constructor() {
    const sorted = () => this.intervals.toSorted((a, b) => a - b).map((ms) => ms * 1_000_000);
    const set = (enabled: boolean) => {
      this.isEnabled = enabled;
      return true;
    };
    this.histogram = {
      get count() {
        return sorted().length;
      },
      get mean() {
        return sorted().reduce((sum, each) => sum + each, 0) / sorted().length;
      },
      get max() {
        return sorted().at(-1) ?? 0;
      },
      percentile: (percentile) => sorted()[Math.ceil((sorted().length * percentile) / 100) - 1] ?? 511,
      reset: () => {
        this.intervals = [];
      },
      enable: () => set(true),
      disable: () => set(false),
    };
    this.utilization = (current, last) => {
      const now = current ?? { idle: this.idle, active: this.active, utilization: 0 };
      return { idle: now.idle - (last?.idle ?? 0), active: now.active - (last?.active ?? 0), utilization: 0 };
    };
  }
}

test('delays are how late timers were, and 0 where none was late', () => {
  const meters = new FakeMeters();
  const watch = new EventLoopWatch(meters);
  watch.start();
  meters.intervals = [RESOLUTION_MS - 1, RESOLUTION_MS, RESOLUTION_MS + 1, RESOLUTION_MS + 100];
  meters.idle = 150;
  meters.active = 50;
  assert.deepEqual(watch.sample(), {
    spanMs: 200,
    utilization: 0.25,
    delay: { meanMs: 25, p50Ms: 0, p99Ms: 100, maxMs: 100 },
  });
});

test('a sample is about the time since the last one, the first about that since the start', () => {
  const meters = new FakeMeters();
  const watch = new EventLoopWatch(meters);
  meters.intervals = [500];
  meters.idle = 1000;
  watch.start();
  meters.idle += 10;
  assert.deepEqual(watch.sample(), { spanMs: 10, utilization: 0 });
  meters.active += 30;
  meters.intervals = [RESOLUTION_MS + 2];
  assert.deepEqual(watch.sample(), {
    spanMs: 30,
    utilization: 1,
    delay: { meanMs: 2, p50Ms: 2, p99Ms: 2, maxMs: 2 },
  });
});

test('a loop that has not turned has no utilization', () => {
  const watch = new EventLoopWatch(new FakeMeters());
  watch.start();
  assert.deepEqual(watch.sample(), { spanMs: 0 });
});

test('is measured between start and stop only', () => {
  const meters = new FakeMeters();
  const watch = new EventLoopWatch(meters);
  assert.equal(meters.isEnabled, false);
  watch.start();
  assert.equal(meters.isEnabled, true);
  watch.stop();
  assert.equal(meters.isEnabled, false);
});

test('Node’s own meters give figures that JSON has', async () => {
  const watch = new EventLoopWatch();
  watch.start();
  try {
    await new Promise((resolve) => setImmediate(resolve));
    const figures = watch.sample();
    assert.deepEqual(JSON.parse(JSON.stringify(figures)), figures);
    assert.ok(figures.spanMs > 0);
    assert.ok(figures.utilization !== undefined && figures.utilization >= 0 && figures.utilization <= 1);
  } finally {
    watch.stop();
  }
});
