import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AbandonedStreams } from '../../../src/diagnose/facts/abandoned-streams.ts';
import { requestHead } from '../../../src/diagnose/facts/request-head.ts';
import { responseHead } from '../../../src/diagnose/facts/response-head.ts';
import { StreamFacts } from '../../../src/diagnose/facts/stream.ts';
import { field, headers } from '../../support/events.ts';

const REQUEST = headers('REQUEST', []);

function stream(streamId: number): StreamFacts {
  const opened = { streamId, method: 'POST', path: '/a', authority: 'host' };
  return new StreamFacts(opened, requestHead(REQUEST), REQUEST, 0, 1, 1);
}

test('what the server sends behind the reset is summed up', () => {
  const streams = new AbandonedStreams();
  streams.add(stream(1), 5_000);
  const abandoned = streams.get(1);
  abandoned?.late(7, 100, undefined, false);
  abandoned?.late(8, 20, undefined, false);
  abandoned?.late(9, 0, responseHead(headers('TRAILERS', [field('grpc-status', '4')])), true);
  const { resetAt, lateBytes, lateSeq, lateStatus, ended } = abandoned ?? {};
  assert.deepEqual([resetAt, lateBytes, lateSeq, lateStatus, ended], [5_000, 120, 9, '4', true]);
});

test('others are not known', () => {
  const streams = new AbandonedStreams();
  assert.equal(streams.get(1), undefined);
  streams.add(stream(1), 0);
  assert.equal(streams.get(3), undefined);
});

test('of more than 64 the oldest is forgotten', () => {
  const streams = new AbandonedStreams();
  for (let n = 0; n <= 64; n++) streams.add(stream(2 * n + 1), 0);
  assert.equal(streams.get(1), undefined);
  assert.ok(streams.get(3));
  assert.ok(streams.get(129));
});
