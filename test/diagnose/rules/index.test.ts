/** What holds for every rule, and for the tests of every rule. */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { RULES } from '../../../src/diagnose/rules/index.ts';

/** The catalogue, by family. */
const FAMILIES: Readonly<Record<string, number>> = { C: 7, K: 8, G: 11, S: 26, L: 14, E: 5 };

const MAX_COLUMNS = 100;

test('each rule of the catalogue is there, once, in its order', () => {
  const expected = Object.entries(FAMILIES).flatMap(([family, count]) =>
    Array.from({ length: count }, (_, n) => `${family}${n + 1}`),
  );
  assert.deepEqual(
    RULES.map(({ id }) => id),
    expected,
  );
});

for (const rule of RULES) {
  test(`${rule.id}: all is said that people need`, () => {
    for (const text of [rule.title, rule.meaning, rule.wire]) assert.match(text, /\S{3}/);
    assert.match(rule.meaning, /\.$/);
    for (const list of [rule.example, rule.reproduce, rule.advice, rule.spec]) assert.ok(list.length > 0);
    for (const line of rule.example) assert.ok(line.length <= MAX_COLUMNS, line);
    assert.ok(rule.title.length <= MAX_COLUMNS - 13, 'the list of rules has a line for each');
    assert.ok(Object.keys(rule.watches).length > 0, 'a rule that nobody asks finds nothing');
    assert.equal(new Set(rule.advice.map((each) => JSON.stringify(each))).size, rule.advice.length);
  });
}

test('no two rules have one title', () => {
  assert.equal(new Set(RULES.map(({ title }) => title)).size, RULES.length);
});

test('each rule is tested, where it fires and where it is silent', () => {
  const sources = filesBelow('../../../src/diagnose/rules');
  const tests = filesBelow('.');
  for (const { id } of RULES) {
    const source = sources.find(([, text]) => text.includes(`id: '${id}'`));
    assert.ok(source, `${id} has no file`);
    const [path] = source;
    const tested = tests.find(([name]) => name === path.replace(/\.ts$/, '.test.ts'));
    assert.ok(tested, `${id}: ${path} has no test`);
    assert.match(tested[1], /assertSilent\(|silent/i, `${id}: ${path} has no near miss`);
  }
});

/** @returns paths within the folder, with what is in them */
function filesBelow(folder: string): [string, string][] {
  const root = fileURLToPath(new URL(folder, import.meta.url));
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => [name, readFileSync(`${root}/${name}`, 'utf8')]);
}
