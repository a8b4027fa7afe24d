import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RecentFrames } from '../../../src/diagnose/facts/recent-frames.ts';
import { conversation } from '../../support/conversation.ts';

test('the last eight frames are kept, oldest first', () => {
  const frames = new RecentFrames();
  const talk = conversation().call(1).call(3);
  const all = talk.events.flatMap((event) => (event.kind === 'frame' ? [event] : []));
  assert.ok(all.length > 8);
  for (const event of all) frames.add(event);
  assert.deepEqual(
    frames.list(),
    all.slice(-8).map(({ seq, time, frame: { type, streamId, length } }) => ({ seq, time, type, streamId, length })),
  );
});

test('of fewer all are', () => {
  assert.deepEqual(new RecentFrames().list(), []);
});
