/** connection-state.ts and connection.proto say the same, as event.ts and trace.proto do (event.test.ts). */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { readDeclarations } from '../support/declarations.ts';
import { schemaDrift } from '../support/schema-drift.ts';

const TYPESCRIPT = readFileSync(new URL('../../src/trace/connection-state.ts', import.meta.url), 'utf8');
const PROTO = readFileSync(new URL('../../protos/sre/trace/v1/connection.proto', import.meta.url), 'utf8');

test('connection-state.ts mirrors connection.proto', () => {
  assert.deepEqual(schemaDrift(readDeclarations(TYPESCRIPT), PROTO), []);
});

test('a change in one file only is noticed', () => {
  const changed = PROTO.replace('uint64 streams = 9;', 'uint64 calls = 9;');
  assert.deepEqual(schemaDrift(readDeclarations(TYPESCRIPT), changed), [
    'field ConnectionSummary.streams is only in TypeScript',
    'field ConnectionSummary.calls is only in the proto',
  ]);
});
