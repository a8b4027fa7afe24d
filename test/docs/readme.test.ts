import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { suite, test } from 'node:test';

import { RULES } from '../../src/diagnose/rules/index.ts';
import { ROOT, readDocument } from './markdown.ts';

const README = readDocument('README.md');

/** What somebody reads who has five minutes; the rest has documents of its own. */
const MAX_LINES = 350;

suite('README.md', () => {
  test('is short enough to be read', () => {
    const lines = README.split('\n').length - 1;
    assert.ok(lines <= MAX_LINES, `${lines} lines`);
  });

  test('says the version of Node that package.json asks for', () => {
    const { engines } = JSON.parse(readDocument('package.json')) as { readonly engines: { readonly node: string } };
    assert.ok(README.includes(`Node ${engines.node.replace('>=', '')} or newer`), engines.node);
  });

  test('says how many rules there are', () => assert.ok(README.includes(` ${RULES.length} rules `)));

  test('has the ten situations', () => {
    const numbers = [...README.matchAll(/^### (\d+)\. "/gm)].map(([, number]) => Number(number));
    assert.deepEqual(numbers, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  test('every document of docs/ is in the index of docs/', () => {
    const index = readDocument('docs/README.md');
    const documents = readdirSync(`${ROOT}docs`).filter((name) => name.endsWith('.md') && name !== 'README.md');
    assert.deepEqual(
      documents.filter((name) => !index.includes(`](${name})`)),
      [],
    );
  });
});
