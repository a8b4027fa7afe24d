import assert from 'node:assert/strict';
import { test } from 'node:test';

import { compileFilterText } from '../../../../src/servers/admin/trace/filter-text.ts';
import { compile } from './delivery.ts';

test('an empty text is no filter', () => {
  assert.equal(compileFilterText('', compile), undefined);
  assert.equal(compileFilterText(' \n', compile), undefined);
  assert.equal(compileFilterText('even', compile)?.cel, 'seq % 2 == 0');
});

test('what is wrong is refused, with the position and a caret below it', () => {
  assert.throws(() => compileFilterText('odd', compile), {
    statusCode: 400,
    message: 'filter refused at character 3: expected even or from',
    position: 2,
    lines: ['odd', '  ^'],
  });
});

test('a bug in the filter language is no refusal', () => {
  const broken = () => {
    throw new TypeError('x is not a function');
  };
  assert.throws(() => compileFilterText('odd', broken), TypeError);
});
