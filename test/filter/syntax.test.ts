import { suite, test } from 'node:test';

import { compileFilter } from '../../src/filter/filter.ts';
import { MAX_NESTING } from '../../src/filter/limits.ts';
import { assertRefused } from './refusals.ts';

suite('a text that is no CEL is refused where it goes wrong', () => {
  const cases: readonly [string, RegExp][] = [
    ['seq ==¦', /the text ends, expected a value after "=="/],
    ['seq ¦= 5', /"=" came, == compares/],
    ['seq > 1 ¦& seq < 3', /"&" came, && is and/],
    ['seq > 1 ¦| seq < 3', /"\|" came, \|\| is or/],
    ['seq > 1 && ¦&& seq < 3', /"&&" came, expected a value before it/],
    ['¦&& seq < 3', /expected a value before it/],
    ['(seq > 1¦', /the text ends, expected "\)" for the "\(" at character 1/],
    ['seq > 1¦)', /"\)" came, expected no closing bracket/],
    ['frame.flags[0¦) == "ACK"', /"\)" came, expected "\]"/],
    ['conn == ¦"c3', /the closing quote is missing/],
    ['conn == ¦“c3”', /straight quotes/],
    ['conn == ¦‘c3’', /straight quotes/],
    ['conn ¦~ "c3"', /matches/],
    ['conn == "c3" ¦frame.type == "DATA"', /"frame" came, expected an operator/],
    ['seq >¦', /the text ends/],
    ['seq > 1 ¦# comment', /no sign of CEL/],
    ['frame.¦', /expected a value after "\."/],
    ['seq > 1 ¦not seq', /expected an operator/],
    ['(seq > ¦)', /"\)" came, expected a value after ">"/],
    ['size(conn,¦) > 1', /expected a value after ","/],
    ['seq > 1\n && ¦%', /expected a value before it/],
    ['frame¦{type: 1}', /"\{" came, expected an operator/],
  ];
  for (const [marked, reason] of cases) test(marked, () => assertRefused(marked, reason));
});

suite('the words of CEL are known', () => {
  for (const text of [
    "conn == 'c3'",
    'conn == """c"3"""',
    "conn == r'\\d'",
    'conn != "\\"\\\\\\n\\u00e9"',
    'seq == 0x1F || seq == 3u || offsetMs == 1.5e-3 || offsetMs == .5',
    '!(seq > -1) || seq - -1 > 2',
    'seq > 1 // all but the first',
    'seq > 1 // the first line\n && seq < 9 // the second',
    'frame.flags == [] || frame.flags == ["ACK",]',
    'seq > 1 ? conn == "c1" : conn == "c2"',
    '{"a": seq}["a"] == 1',
    'frame . type == "DATA"',
  ]) {
    test(text, () => void compileFilter(text));
  }
});

test('brackets are nested to a limit', () => {
  const nested = (depth: number) => `${'('.repeat(depth)}seq > 1${')'.repeat(depth)}`;
  compileFilter(nested(MAX_NESTING));
  assertRefused(nested(MAX_NESTING + 1).replace('(s', '¦(s'), /nested deeper than 32/);
});
