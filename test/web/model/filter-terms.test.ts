import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { compileFilter } from '../../../src/filter/filter.ts';
import { withTerm } from '../../../src/web/model/filter-terms.ts';

const CONN = { short: 'conn:c3', cel: 'conn == "c3"' };
const LENGTH = { cel: 'frame.length == 5' };

describe('withTerm', () => {
  for (const [filter, term, how, expected] of [
    ['', CONN, 'include', 'conn:c3'],
    ['', CONN, 'exclude', '-conn:c3'],
    ['', LENGTH, 'exclude', '!(frame.length == 5)'],
    ['type:DATA', CONN, 'include', 'type:DATA conn:c3'],
    ['type:DATA conn:c3', CONN, 'include', 'type:DATA conn:c3'],
    ['type:DATA', LENGTH, 'include', 'frame.type == "DATA" && frame.length == 5'],
    ['frame.length > 3', CONN, 'exclude', 'frame.length > 3 && !(conn == "c3")'],
    ['seq == 1 || seq == 2', CONN, 'include', '(seq == 1 || seq == 2) && conn == "c3"'],
    ['conn == "c3" && seq == 1', CONN, 'include', 'conn == "c3" && seq == 1'],
    ['seq == 1 && (seq == 2 || seq == 3)', { cel: 'seq == 1' }, 'include', 'seq == 1 && (seq == 2 || seq == 3)'],
    ['seq == 1 && conn == "c3"', { cel: 'conn == "c3" && seq == 1' }, 'include', 'seq == 1 && conn == "c3"'],
    ['frame.length == 50', LENGTH, 'include', 'frame.length == 50 && frame.length == 5'],
    ['!(conn == "c3")', CONN, 'include', '!(conn == "c3") && conn == "c3"'],
    ['seq == 1 || conn == "c3"', CONN, 'include', '(seq == 1 || conn == "c3") && conn == "c3"'],
    ['conn == " && seq == 1"', { cel: 'seq == 1' }, 'include', 'conn == " && seq == 1" && seq == 1'],
  ] as const) {
    test(`${JSON.stringify(filter)}, ${how} ${term.cel}`, () => {
      const filtered = withTerm(filter, term, how);
      assert.equal(filtered, expected);
      compileFilter(filtered);
    });
  }

  test('a filter that is wrong stays as it was typed, with the condition behind it', () => {
    assert.equal(withTerm('stream:x', CONN, 'include'), 'stream:x && conn == "c3"');
  });
});
