import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseHttpStatus } from '../../src/trace/http-status.ts';

test('RFC 9110 §15: a status is three digits', () => {
  assert.deepEqual(['200', '404', '599', '999'].map(parseHttpStatus), [200, 404, 599, 999]);
  for (const text of ['', 'abc', '20', '2000', '099', '2e2', '0x9', ' 200', '200 OK', '-20']) {
    assert.equal(parseHttpStatus(text), undefined, text);
  }
});
