import assert from 'node:assert/strict';
import { test } from 'node:test';

import { PingWatch } from '../../src/capture/ping-watch.ts';
import { frames, join, PREFACE } from '../support/frames.ts';

const LIMITS = { minIntervalMs: 300_000, permitWithoutStream: true };
const PING = frames.ping('0001020304050607');

test('the verdict comes with the chunk that has the PING, however the bytes are split', () => {
  const bytes = join(PREFACE, frames.settings(), frames.headers(5, 'abc'), PING, PING, PING, PING);
  const headerOfLast = bytes.length - 8;
  for (let at = 0; at < bytes.length; at++) {
    const watch = new PingWatch(LIMITS);
    const verdicts = [bytes.subarray(0, at), bytes.subarray(at)].map((chunk) => watch.chunk('CLIENT', chunk, 0));
    assert.deepEqual(verdicts, at < headerOfLast ? [false, true] : [true, false], `split at ${at}`);
  }
});

test('the preface is no frame, and the server has none', () => {
  const watch = new PingWatch(LIMITS);
  assert.equal(watch.chunk('CLIENT', join(PREFACE, frames.settings(), PING, PING, PING), 0), false);
  assert.equal(watch.chunk('SERVER', join(frames.settings(), frames.data(1, 'x')), 0), false);
  assert.equal(watch.chunk('CLIENT', join(PING, PING, PING), 0), false, 'DATA of the server has cleared the strikes');
  assert.equal(watch.chunk('CLIENT', PING, 0), true);
});
