import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DataRuns } from '../../../src/diagnose/facts/data-runs.ts';
import { StreamSideFacts } from '../../../src/diagnose/facts/stream.ts';

const RUN = 256 * 1024;

/** In the midst of a message, since `time`. */
function midMessage(time: number): StreamSideFacts {
  const sent = new StreamSideFacts();
  sent.data(7, { padding: 0, truncated: false, preview: Uint8Array.of(0, 0, 0, 0, 4, 1, 2) });
  sent.reached(time, 1, false);
  return sent;
}

/** A run of `bytes` of stream 1 from 10 ms on; then stream 3 goes on at `time`. */
function behindRun(sent: StreamSideFacts, bytes: number, time: number): DataRuns {
  const runs = new DataRuns();
  runs.data(1, new StreamSideFacts(), bytes - 1, 10_000, 2);
  runs.data(1, new StreamSideFacts(), 1, 20_000, 3);
  runs.data(3, sent, 2, time, 4);
  return runs;
}

describe('DataRuns', () => {
  test('a message that goes on behind 256 KiB of another stream, 100 ms later, was held up', () => {
    const runs = behindRun(midMessage(1_000), RUN, 101_000);
    assert.equal(runs.count, 1);
    assert.deepEqual(runs.longest, { streamId: 3, by: 1, bytes: RUN, waitMs: 100, seq: 4 });
  });

  test('less, sooner, or a frame of its own in between is a turn', () => {
    assert.equal(behindRun(midMessage(1_000), RUN - 1, 101_000).count, 0);
    assert.equal(behindRun(midMessage(1_000), RUN, 100_999).count, 0);
    assert.equal(behindRun(midMessage(15_000), RUN, 200_000).count, 0);
  });

  test('a stream between two messages waits for its application, and one without credit for that', () => {
    const idle = new StreamSideFacts();
    idle.reached(1_000, 1, false);
    assert.equal(behindRun(idle, RUN, 200_000).count, 0);
    const stalled = midMessage(1_000);
    stalled.spent(0, false, 1_000, 1);
    stalled.window.credited(100, 190_000);
    assert.equal(behindRun(stalled, RUN, 200_000).count, 0);
  });

  test('a call that nobody asks about ends a run too', () => {
    const runs = new DataRuns();
    runs.data(1, new StreamSideFacts(), RUN, 10_000, 2);
    runs.passed(5, 10, 20_000);
    runs.data(3, midMessage(1_000), 2, 200_000, 4);
    assert.equal(runs.count, 0);
  });
});
