import assert from 'node:assert/strict';
import { test } from 'node:test';

import { compileFilterText, FilterRefusal } from '../../../../src/servers/admin/trace/filter-text.ts';
import { compile } from './delivery.ts';

function refusalOf(text: string, position: number): FilterRefusal {
  const refuse = () => {
    throw Object.assign(new Error('no'), { position });
  };
  try {
    compileFilterText(text, refuse);
  } catch (error) {
    if (error instanceof FilterRefusal) return error;
  }
  return assert.fail('not refused');
}

test('an empty text is no filter', () => {
  assert.equal(compileFilterText('', compile), undefined);
  assert.equal(compileFilterText(' \n', compile), undefined);
  assert.equal(compileFilterText('even', compile)?.cel, 'seq % 2 == 0');
});

test('the caret is below the position, also in a long text and behind line feeds', () => {
  assert.deepEqual(refusalOf('a\n==\tb', 5).lines, ['a == b', '     ^']);
  const [shown, caret] = refusalOf(`${'a'.repeat(500)}!${'b'.repeat(500)}`, 500).lines;
  assert.equal(shown.length, 120);
  assert.equal(shown[caret.indexOf('^')], '!');
  assert.deepEqual(refusalOf('a', 1).lines, ['a', ' ^']);
});
