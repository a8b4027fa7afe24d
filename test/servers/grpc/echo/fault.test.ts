import assert from 'node:assert/strict';
import { test } from 'node:test';

import { status } from '@grpc/grpc-js';

import { checkFault } from '../../../../src/servers/grpc/echo/fault.ts';

test('no fault is fine, and another one is not done in silence', () => {
  assert.doesNotThrow(() => checkFault(''));
  assert.throws(() => checkFault('rst=1'), {
    code: status.UNIMPLEMENTED,
    details: 'fault "rst=1": this version makes no faults; expected none',
  });
});
