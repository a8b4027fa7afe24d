import assert from 'node:assert/strict';
import { test } from 'node:test';

import { targetOf } from '../../../src/servers/http/target.ts';

test('the path is as sent, the query is decoded and in order', () => {
  assert.deepEqual(targetOf({ url: '/a%20b' }), { path: '/a%20b', query: [] });
  assert.deepEqual(targetOf({ url: '/?b=1+1&a=%26&b' }), {
    path: '/',
    query: [
      { name: 'b', value: '1 1' },
      { name: 'a', value: '&' },
      { name: 'b', value: '' },
    ],
  });
});
