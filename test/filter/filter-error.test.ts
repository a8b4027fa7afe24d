import assert from 'node:assert/strict';
import { suite, test } from 'node:test';

import { FilterError } from '../../src/filter/filter-error.ts';

suite('an error of a filter', () => {
  test('says where, what and why', () => {
    const error = new FilterError('frame.typ == "X"', 6, 'there is no property typ');
    assert.equal(error.message, 'filter refused at character 7: there is no property typ');
    assert.equal(error.reason, 'there is no property typ');
    assert.equal(error.position, 6);
    assert.equal(error.name, 'FilterError');
  });

  test('has a line and a column only where the text has lines', () => {
    const one = new FilterError('a b', 2, 'x');
    assert.deepEqual([one.line, one.column], [undefined, undefined]);
    const two = new FilterError('seq > 1 &&\r\n  framee', 14, 'x');
    assert.deepEqual([two.line, two.column], [2, 3]);
    assert.equal(two.message, 'filter refused at line 2, character 3: x');
  });

  test('shows its line with a caret below the position', () => {
    assert.equal(
      String(new FilterError('seq > 1 &&\n  framee\n', 13, 'x')),
      'filter refused at line 2, character 3: x\n    framee\n    ^',
    );
    assert.equal(String(new FilterError('a ==', 4, 'x')), 'filter refused at character 5: x\n  a ==\n      ^');
  });

  test('shows of a long line what is around the position', () => {
    const [, shown = '', caret = ''] = String(new FilterError(`${'a'.repeat(500)}!${'b'.repeat(500)}`, 500, 'x')).split(
      '\n',
    );
    assert.equal(shown.length, 102);
    assert.equal(shown[caret.indexOf('^')], '!');
  });

  test('gives a terminal nothing to act upon', () => {
    const [, shown, caret] = String(new FilterError('\x1b[2J\t\u202e"😀" x', 12, 'x')).split('\n');
    assert.equal(shown, '  ·[2J··"😀" x');
    assert.equal(caret?.indexOf('^'), 13);
  });
});
