import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parsePath } from '../../../src/wire/grpc/path.ts';

describe('PROTOCOL-HTTP2: Path → "/" Service-Name "/" {method name}', () => {
  test('service with its package, and method', () => {
    assert.deepEqual(parsePath('/grpc.health.v1.Health/Check'), { service: 'grpc.health.v1.Health', method: 'Check' });
    assert.deepEqual(parsePath('/a/b'), { service: 'a', method: 'b' });
  });

  for (const path of [
    '',
    '/',
    '//',
    '///',
    '/a',
    '/a/',
    '//b',
    'a/b',
    'pkg.Service/Method',
    '/prefix/pkg.Service/Method',
    '/a/b/',
    '*',
  ]) {
    test(`${JSON.stringify(path)} is not of the form`, () => assert.equal(parsePath(path), undefined));
  }
});
