import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listOf } from '../support/header-lists.ts';
import { CALL, OK, TRAILERS } from '../support/script.ts';

test('says what it is', () => {
  const lists = [CALL, OK, TRAILERS].map(listOf);
  assert.deepEqual(
    lists.map((list) => list.category),
    ['REQUEST', 'RESPONSE', undefined],
  );
  // The second answer is one that was kept.
  assert.deepEqual(
    lists.map((list) => list.category),
    ['REQUEST', 'RESPONSE', undefined],
  );
});

test('reads itself once: who asks again is given the same object', () => {
  const call = listOf(CALL);
  assert.equal(call.request.rpc?.method, 'Method');
  assert.equal(call.request, call.request);
  const trailers = listOf(TRAILERS);
  assert.equal(trailers.response.grpcStatus?.code, 0);
  assert.equal(trailers.response, trailers.response);
});
