import assert from 'node:assert/strict';
import { test } from 'node:test';

import { status } from '@grpc/grpc-js';

import { quoted, Refusal } from '../../../../src/servers/grpc/echo/refusal.ts';

test('a refusal is the status of its call, INVALID_ARGUMENT where it says nothing else', () => {
  const { code, details } = new Refusal('n 7: expected at most 5');
  assert.deepEqual([code, details], [status.INVALID_ARGUMENT, 'n 7: expected at most 5']);
  assert.equal(new Refusal('', status.UNIMPLEMENTED).code, status.UNIMPLEMENTED);
});

test('what came is quoted, escaped and not for ever long', () => {
  assert.equal(quoted('a"\n'), '"a\\"\\n"');
  assert.equal(quoted('x'.repeat(80)), `"${'x'.repeat(80)}"`);
  assert.equal(quoted('x'.repeat(81)), `"${'x'.repeat(80)}"…`);
  // A character of two UTF-16 units that is cut in the middle can still be percent-encoded.
  assert.doesNotThrow(() => encodeURI(quoted(`${'x'.repeat(79)}🙂`)));
});
