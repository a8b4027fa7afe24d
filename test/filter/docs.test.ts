import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { suite, test } from 'node:test';

import { compileFilter } from '../../src/filter/filter.ts';
import * as limits from '../../src/filter/limits.ts';
import { shortFormTable, variableTable, writtenOutTable } from './docs-tables.ts';
import { refusal } from './refusals.ts';

const DOCS = readFileSync(new URL('../../docs/filters.md', import.meta.url), 'utf8');

/** The cells of the table behind a heading, without their code marks. */
function rowsOf(heading: string): string[][] {
  const [, section = ''] = DOCS.split(`\n## ${heading}\n`);
  const [, lines = ''] = /\n((?:\|.*\n)+)/.exec(section) ?? [];
  const rows = lines.trim().split('\n').slice(2);
  return rows.map((row) =>
    row
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) =>
        cell
          .trim()
          .replace(/^`(.*)`$/, '$1')
          .replaceAll('\\|', '|'),
      ),
  );
}

suite('docs/filters.md says what filters do', () => {
  for (const [name, table] of [
    ['the short forms', shortFormTable()],
    ['the short forms as CEL', writtenOutTable()],
    ['the variables', variableTable()],
  ] as const) {
    test(name, () => assert.ok(DOCS.includes(`\n${table}\n`), `docs/filters.md must have:\n${table}`));
  }

  test('each of its examples is taken', () => {
    const filters = rowsOf('Examples').map(([filter = '']) => filter);
    assert.ok(filters.length >= 15, String(filters.length));
    for (const filter of filters) compileFilter(filter);
    const typed = [...DOCS.matchAll(/^```\n([^`]*)```$/gm)].flatMap(([, text = '']) => text.trim().split('\n'));
    assert.ok(typed.length >= 3);
    for (const filter of typed) compileFilter(filter);
  });

  test('each of its errors is as it says', () => {
    const errors = rowsOf('Errors');
    assert.ok(errors.length >= 5);
    for (const [typed = '', message = ''] of errors) {
      const [before = '', behind = ''] = message.split('…');
      const came = refusal(typed).message;
      assert.ok(came.startsWith(before) && came.endsWith(behind), `${typed}: ${came}`);
    }
  });

  test('the limits', () => {
    const text = rowsOf('Limits').flat().join(' ').replaceAll(',', '');
    const { MAX_TEXT_LENGTH, MAX_WRITTEN_OUT_LENGTH, MAX_NESTING, MAX_LOOP_WORK } = limits;
    const { MAX_PATTERN_LENGTH, MAX_PATTERN_PROGRAM, MAX_PATTERN_REPEAT, MAX_MATCHED_LENGTH } = limits;
    const all = [MAX_TEXT_LENGTH, MAX_WRITTEN_OUT_LENGTH, MAX_NESTING, MAX_LOOP_WORK];
    for (const limit of [...all, MAX_PATTERN_LENGTH, MAX_PATTERN_PROGRAM, MAX_PATTERN_REPEAT, MAX_MATCHED_LENGTH]) {
      assert.match(text, new RegExp(`\\b${limit}\\b`));
    }
  });
});
