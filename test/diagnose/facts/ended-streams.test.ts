import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EndedStreams } from '../../../src/diagnose/facts/ended-streams.ts';
import { requestHead } from '../../../src/diagnose/facts/request-head.ts';
import { StreamFacts } from '../../../src/diagnose/facts/stream.ts';
import { field, headers } from '../../support/events.ts';

function stream(streamId: number, path = '/a', requestId?: string): StreamFacts {
  const request = headers('REQUEST', requestId === undefined ? [] : [field('x-request-id', requestId)]);
  const opened = { streamId, method: 'POST', path, authority: 'host' };
  return new StreamFacts(opened, requestHead(request), request, 0, 1, 1);
}

function ended(...streams: readonly StreamFacts[]): EndedStreams {
  const known = new EndedStreams();
  for (const each of streams) known.add(each);
  return known;
}

test('the same id and path are the same call', () => {
  const there = stream(1);
  assert.equal(ended(there, stream(3)).counterpart(stream(1)), there);
  assert.equal(ended(there).counterpart(stream(5)), undefined);
  assert.equal(ended(there).counterpart(stream(1, '/b')), undefined);
});

test('another x-request-id is another call, whatever the stream id', () => {
  assert.equal(ended(stream(1, '/a', 'x')).counterpart(stream(1, '/a', 'y')), undefined);
  const there = stream(7, '/a', 'y');
  assert.equal(ended(stream(1, '/a', 'x'), there).counterpart(stream(1, '/a', 'y')), there);
});

test('an x-request-id that came twice is of two tries, and says nothing', () => {
  assert.equal(ended(stream(3, '/a', 'x'), stream(5, '/a', 'x')).counterpart(stream(1, '/a', 'x')), undefined);
});

test('of more than 64 the oldest is forgotten', () => {
  const known = ended(...Array.from({ length: 65 }, (_, n) => stream(2 * n + 1)));
  assert.equal(known.counterpart(stream(1)), undefined);
  assert.ok(known.counterpart(stream(3)));
});
