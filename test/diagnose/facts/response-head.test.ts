import assert from 'node:assert/strict';
import { test } from 'node:test';
import { responseHead } from '../../../src/diagnose/facts/response-head.ts';
import { field } from '../../support/events.ts';

test('what rules ask about is read, and the rest is left', () => {
  const fields = [field(':status', '503'), field('server', 'envoy'), field('x-other', 'a'), field('grpc-status', '14')];
  const { status, server, grpcStatus, contentType, isIncomplete } = responseHead({ fields });
  assert.deepEqual([status, server, grpcStatus, contentType, isIncomplete], ['503', 'envoy', '14', undefined, false]);
});

test('a list that is not whole says so', () => {
  assert.equal(responseHead({ fields: [], incomplete: 'too long' }).isIncomplete, true);
});
