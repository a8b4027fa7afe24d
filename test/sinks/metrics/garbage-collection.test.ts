import assert from 'node:assert/strict';
import { constants } from 'node:perf_hooks';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { observeGarbageCollection, observePauses, type Pause } from '../../../src/sinks/metrics/garbage-collection.ts';

test('pauses are counted by kind, in seconds; a kind that nobody knows is none', () => {
  let onPause = (_: Pause) => {};
  const { family } = observeGarbageCollection((each) => {
    onPause = each;
    return () => {};
  });
  onPause({ kind: constants.NODE_PERFORMANCE_GC_MINOR, durationMs: 2 });
  onPause({ kind: constants.NODE_PERFORMANCE_GC_MAJOR, durationMs: 500 });
  onPause({ kind: 3, durationMs: 500 });
  const sums = family.collect().map(({ labels, counts }) => `${labels.kind} ${counts.sum}`);
  assert.deepEqual(sums, ['minor 0.002', 'major 0.5', 'incremental 0', 'weakcb 0']);
});

test('stopping it stops what observes', () => {
  let stopped = false;
  observeGarbageCollection(() => () => {
    stopped = true;
  }).stop();
  assert.ok(stopped);
});

test('Node tells of a collection with its kind and duration', { timeout: 10_000 }, async () => {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  assert.ok(typeof collect === 'function');
  const pause = await new Promise<Pause>((resolve) => {
    const stop = observePauses((each) => {
      if (each.kind !== constants.NODE_PERFORMANCE_GC_MAJOR) return;
      stop();
      resolve(each);
    });
    collect();
  });
  assert.ok(pause.durationMs > 0);
});
