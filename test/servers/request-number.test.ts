import assert from 'node:assert/strict';
import { test } from 'node:test';

import { numberRequest, passRequestNumber, requestCountOf, requestNumberOf } from '../../src/servers/request-number.ts';

test('requests are counted from 1, those of each connection by themselves', () => {
  const [one, other] = [{}, {}];
  const requests = [one, one, other, one].map((connection) => {
    const request = {};
    numberRequest(request, connection);
    return request;
  });
  assert.deepEqual(requests.map(requestNumberOf), [1, 2, 1, 3]);
  assert.deepEqual([one, other, {}].map(requestCountOf), [3, 1, 0]);
});

test('a request that is counted again keeps its number, and so does what stands for it', () => {
  const [connection, request, standIn, next] = [{}, {}, {}, {}];
  numberRequest(request, connection);
  passRequestNumber(request, standIn);
  numberRequest(request, connection);
  numberRequest(standIn, connection);
  numberRequest(next, connection);
  assert.deepEqual([request, standIn, next].map(requestNumberOf), [1, 1, 2]);
});

test('a request whose connection has closed before it was counted has no number', () => {
  const request = {};
  numberRequest(request, undefined);
  assert.equal(requestNumberOf(request), undefined);
});
