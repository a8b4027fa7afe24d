import assert from 'node:assert/strict';
import type { ServerHttp2Stream } from 'node:http2';
import { test } from 'node:test';

import { numberRequest, requestNumberOf } from '../../src/servers/request-number.ts';

function streamOf(session: object | undefined): ServerHttp2Stream {
  return { session } as ServerHttp2Stream;
}

test('requests are counted from 1, those of each connection by themselves', () => {
  const [one, other] = [{}, {}];
  const streams = [one, one, other, one].map(streamOf);
  for (const stream of streams) numberRequest(stream);
  assert.deepEqual(streams.map(requestNumberOf), [1, 2, 1, 3]);
});

test('a request whose connection has closed before it was counted has no number', () => {
  const stream = streamOf(undefined);
  numberRequest(stream);
  assert.equal(requestNumberOf(stream), undefined);
});
