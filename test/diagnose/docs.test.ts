import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { DIAGNOSIS_DOCS, diagnosisDocs } from '../../scripts/diagnosis-docs.ts';
import { RULES } from '../../src/diagnose/rules/index.ts';

test('docs/diagnosis.md is what the rules say: npm run generate makes it', () => {
  assert.equal(readFileSync(DIAGNOSIS_DOCS, 'utf8'), diagnosisDocs(RULES));
});
