import assert from 'node:assert/strict';
import { hostname } from 'node:os';
import { test } from 'node:test';

import { identityOf } from '../../src/cli/identity.ts';

test('the identity has the name of the host, the version, and what the environment tells of the pod', () => {
  const env = { POD_NAME: 'echo-0', POD_NAMESPACE: 'test', NODE_NAME: 'n1' };
  const expected = { hostname: hostname(), pod: 'echo-0', namespace: 'test', node: 'n1', version: '1.2.3' };
  assert.deepEqual(identityOf(env, '1.2.3'), expected);
});

test('a variable that is empty or not there is none', () => {
  assert.deepEqual(identityOf({ POD_NAME: '' }, '1.2.3'), { hostname: hostname(), version: '1.2.3' });
});
