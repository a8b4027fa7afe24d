import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { ACCESS_LOG_FIELDS } from '../../src/sinks/access-log-fields.ts';

const DOCS = readFileSync(new URL('../../docs/access-log.md', import.meta.url), 'utf8');

test('docs/access-log.md has the fields of a line', () => {
  const rows = ACCESS_LOG_FIELDS.map(({ name, meaning }) => `| \`${name}\` | ${meaning} |`);
  const table = ['| field | meaning |', '|---|---|', '| `level` | `info` or `warn`, see below |', ...rows].join('\n');
  assert.ok(DOCS.includes(`\n${table}\n`), `docs/access-log.md must have:\n${table}`);
});

test('each field has a name of its own', () => {
  const names = ACCESS_LOG_FIELDS.map(({ name }) => name);
  assert.equal(new Set(names).size, names.length);
});

test('the example of docs/access-log.md has fields of the table only', () => {
  const example = /^\{"level".*\}$/m.exec(DOCS)?.[0] ?? assert.fail('no example');
  const known = new Set(['level', ...ACCESS_LOG_FIELDS.map(({ name }) => name)]);
  assert.deepEqual(
    Object.keys(JSON.parse(example)).filter((name) => !known.has(name)),
    [],
  );
});
