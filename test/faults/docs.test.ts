import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { suite, test } from 'node:test';

import { parseFault } from '../../src/faults/parse-fault.ts';
import { STAGE_NAMES } from '../../src/faults/stage.ts';
import { vocabularyTables } from './vocabulary-tables.ts';

const DOCS = readFileSync(new URL('../../docs/faults.md', import.meta.url), 'utf8');
const README = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

suite('docs/faults.md says what the parser does', () => {
  for (const table of vocabularyTables()) {
    test(table.slice(0, table.indexOf('\n')), () =>
      assert.ok(DOCS.includes(`\n${table}\n`), `docs/faults.md must have:\n${table}`),
    );
  }

  test('the stages', () => {
    for (const name of STAGE_NAMES) assert.ok(DOCS.includes(`| \`${name}\` |`), name);
  });

  test('each fault in its examples, and in those of README.md, is taken', () => {
    const faults = [...`${DOCS}\n${README}`.matchAll(/'x-sre-fault: ([^']+)'/g)].map(([, text]) => text ?? '');
    assert.ok(faults.length >= 7, String(faults.length));
    for (const text of faults) assert.equal(parseFault(text).refused, undefined, text);
  });
});
