import assert from 'node:assert/strict';
import { test } from 'node:test';
import { largestFields, largestNames } from '../../../../src/diagnose/rules/limits/largest-fields.ts';
import type { HeaderField, Headers } from '../../../../src/trace/event.ts';

function headers(
  fields: readonly (readonly [name: string, value: string, redacted?: boolean])[],
  listSize: number,
): Headers {
  const list = fields.map(([name, value, redacted = false]): HeaderField => {
    return { name, value, redacted, representation: 'LITERAL', index: 0 };
  });
  return { category: 'REQUEST', fields: list, blockLength: 0, listSize, tableSize: 0 };
}

test('the three largest are told, the largest first, and those of one name together', () => {
  const list = headers(
    [
      ['a', 'x'.repeat(67)],
      ['cookie', 'x'.repeat(62)],
      ['b', ''],
      ['cookie', 'y'.repeat(162)],
      ['c', 'xx'],
    ],
    0,
  );
  assert.equal(largestFields(list), '"cookie" with 300 bytes (in 2 fields), "a" with 100 bytes and "c" with 35 bytes');
  assert.deepEqual(largestNames(list), ['cookie', 'a', 'c']);
});

test('what is hidden is as large as the list is without what is shown', () => {
  const list = headers(
    [
      ['a', 'xx'],
      ['authorization', '', true],
    ],
    35 + 45 + 955,
  );
  assert.equal(largestFields(list), '"a" with 35 bytes and "authorization" (not shown) with 1000 bytes');
});

test('a name is a bounded line, whatever a peer sent', () => {
  const list = headers([[`x\n${'n'.repeat(500)}`, '']], 0);
  assert.match(largestFields(list), /^"x n{62}…" with 534 bytes$/);
});
