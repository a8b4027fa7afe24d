import assert from 'node:assert/strict';
import { test } from 'node:test';

import { GRPC_GO, GRPC_JAVA } from '../support/interop/interop-cases.ts';
import { testInteropCases } from '../support/interop/interop-client.ts';

testInteropCases(GRPC_GO);

test('each case that grpc-go does not know is one of grpc-java', () => {
  assert.deepEqual(
    GRPC_GO.lacks.filter((name) => GRPC_JAVA.lacks.includes(name)),
    [],
  );
});
