import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FailedRequests } from '../../../src/diagnose/facts/failed-requests.ts';
import { StreamFacts } from '../../../src/diagnose/facts/stream.ts';

function request(id: number, requestId: string | undefined, path = '/a.B/C'): StreamFacts {
  const opened = { streamId: id, method: 'POST', path, authority: 'host' };
  const head = { isGrpc: true, ...(requestId === undefined ? {} : { requestId }) };
  const headers = { category: 'REQUEST', fields: [], blockLength: 0, listSize: 0, tableSize: 0 } as const;
  return new StreamFacts(opened, head, headers, 1_000, id, 1);
}

test('a request is known by its id and its path', () => {
  const failed = new FailedRequests();
  assert.equal(failed.before(request(1, 'x')), undefined);
  failed.add(request(1, 'x'), 5_000);
  assert.deepEqual(failed.before(request(3, 'x')), { requestSeq: 1, closedSeq: 0, closedAt: 5_000 });
  assert.equal(failed.before(request(3, 'y')), undefined);
  assert.equal(failed.before(request(3, 'x', '/a.B/D')), undefined);
});

test('requests without an id are not kept', () => {
  const failed = new FailedRequests();
  failed.add(request(1, undefined), 5_000);
  assert.equal(failed.before(request(3, undefined)), undefined);
});

test('bounded: of 65 the oldest is forgotten', () => {
  const failed = new FailedRequests();
  for (let n = 0; n < 65; n++) failed.add(request(1 + 2 * n, `${n}`), 5_000);
  assert.equal(failed.before(request(201, '0')), undefined);
  assert.notEqual(failed.before(request(201, '1')), undefined);
});
