import assert from 'node:assert/strict';
import { test } from 'node:test';
import { methodOrder } from '../../../src/web/model/method-order.ts';

test('what fails first, by how often; then what is slow', () => {
  const row = (method: string, errors: number, p99Ms: number) => ({
    method,
    calls: 9,
    errors,
    slowestMs: 5,
    p50Ms: 1,
    p99Ms,
  });
  const rows = [
    row('quick', 0, 1),
    row('odd', 0, Number.NaN),
    row('slow', 0, 900),
    row('fails', 1, 1),
    row('fails more', 2, 1),
  ];
  assert.deepEqual(
    methodOrder(rows).map(({ method }) => method),
    ['fails more', 'fails', 'slow', 'odd', 'quick'],
  );
});
