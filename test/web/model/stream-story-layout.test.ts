import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TraceEvent } from '../../../src/trace/event.ts';
import { streamStory } from '../../../src/web/model/stream-story.ts';
import { layoutOf, ROW_HEIGHT } from '../../../src/web/model/stream-story-layout.ts';
import { conversation } from '../../support/conversation.ts';
import { type EventBody, frame, stamp, streamClosed } from '../../support/events.ts';
import { frames } from '../../support/frames.ts';
import { CALL } from '../../support/script.ts';

/** PINGs of a stream there are none of: PRIORITY is as good a step as any. @param timesMs of each */
function at(timesMs: readonly number[], bodies?: readonly EventBody[]): TraceEvent[] {
  const steps = bodies ?? timesMs.map((): EventBody => frame('CLIENT', 'PRIORITY', 1));
  const [start = 0] = stamp(steps).map(({ time }) => time);
  return stamp(steps).map((event, n) => ({ ...event, time: start + (timesMs[n] ?? 0) * 1000 }));
}

test('steps follow each other downwards, never on top of each other', () => {
  const { steps, height } = layoutOf(streamStory(at([0, 0, 1, 3, 90, 90])));
  for (let n = 1; n < steps.length; n++) {
    assert.ok((steps[n]?.y ?? 0) >= (steps[n - 1]?.y ?? 0) + ROW_HEIGHT, `step ${n}`);
  }
  assert.ok(height >= (steps.at(-1)?.y ?? 0) + ROW_HEIGHT);
});

test('a gap of more than three medians is cut short, and marked in its middle', () => {
  const { steps } = layoutOf(streamStory(at([0, 1, 2, 3, 103, 104])));
  assert.deepEqual(
    steps.map(({ cutAt }) => cutAt !== undefined),
    [false, false, false, false, true, false],
  );
  const [, , , before, after] = steps;
  assert.ok((steps[4]?.cutAt ?? 0) > (before?.y ?? 0) + ROW_HEIGHT);
  assert.ok((steps[4]?.cutAt ?? 0) < (after?.y ?? 0));
});

test('of two gaps the longer is the one that is marked', () => {
  const { steps } = layoutOf(streamStory(at([0, 0.1, 9])));
  assert.deepEqual(
    steps.map(({ cutAt }) => cutAt !== undefined),
    [false, false, true],
  );
});

/** @returns of a call with a deadline of 100 ms: steps at 0, and at `timesMs` */
function withDeadline(...timesMs: readonly number[]) {
  const call = conversation();
  call.client(call.request(1, { ...CALL, 'grpc-timeout': '100m' }));
  let now = 0;
  for (const ms of timesMs) {
    call.after(ms - now).client(frames.rst(1, 'CANCEL'));
    now = ms;
  }
  return layoutOf(streamStory(call.events.filter((event) => event.seq > 5)));
}

test('a deadline has a line of its own, between what was before it and what was after', () => {
  for (const times of [[250], [99], [100], [101], [1, 2, 3, 99.9, 100.1], [1, 2, 3, 9000], [5, 200, 5000]]) {
    const { deadline, steps } = withDeadline(...times);
    if (Math.max(...times) < 100) {
      assert.equal(deadline, undefined);
      continue;
    }
    assert.ok(deadline !== undefined, String(times));
    for (const { step, y, cutAt } of steps) {
      const isClear = step.atMs < 100 ? deadline >= y + ROW_HEIGHT + 8 : deadline <= y - 8;
      assert.ok(isClear, `${times}: the step at ${step.atMs}`);
      assert.ok(cutAt === undefined || Math.abs(cutAt - deadline) >= 16, `${times}: the cut above ${step.atMs}`);
    }
  }
});

test('a deadline is on the side of a cut that it is nearer to', () => {
  const sides = [9000, 110].map((last) => {
    const { deadline = 0, steps } = withDeadline(1, 2, 3, last);
    const cut = steps.find(({ step }) => step.atMs > 100)?.cutAt ?? 0;
    return Math.sign(deadline - cut);
  });
  assert.deepEqual(sides, [-1, 1]);
});

test('a stall is from the arrow of its DATA to the arrow of the credit', () => {
  const bodies: EventBody[] = [
    frame('SERVER', 'DATA', 1, { length: 9, window: { connection: 9, stream: 0 } }),
    frame('CLIENT', 'WINDOW_UPDATE', 1, { windowUpdate: { increment: 9 }, window: { connection: 9, stream: 9 } }),
    streamClosed({ streamId: 1 }),
  ];
  const { stalls, steps } = layoutOf(streamStory(at([0, 40, 41], bodies)));
  const [from, to] = steps;
  assert.deepEqual(
    stalls.map(({ top, bottom }) => [top, bottom]),
    [[(from?.y ?? 0) + ROW_HEIGHT - 4, (to?.y ?? 0) + ROW_HEIGHT - 4]],
  );
});

test('an empty story has no steps, and some height', () => {
  const { steps, height, deadline } = layoutOf(streamStory([]));
  assert.deepEqual(steps, []);
  assert.equal(deadline, undefined);
  assert.ok(height > 0);
});
