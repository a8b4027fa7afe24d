import assert from 'node:assert/strict';
import { test } from 'node:test';

import { type IsSecret, redactionOf, redactNothing } from '../../../src/redaction.ts';
import { RecentMetadata } from '../../../src/servers/grpc/recent-metadata.ts';

/** Encodes a list as its text, and counts how often it had to. */
function counted() {
  const encodings: string[] = [];
  const recent = new RecentMetadata(({ raw, neverIndexed }) => {
    encodings.push(`${raw.join('=')}!${neverIndexed.join()}`);
    return Buffer.from(encodings.at(-1) ?? '');
  });
  return {
    encodings,
    encoded: (raw: readonly string[], neverIndexed: readonly string[] = [], isSecret: IsSecret = redactNothing) =>
      Buffer.from(recent.encoded({ raw, neverIndexed }, isSecret)).toString(),
  };
}

test('fields that come again, in the same order, are encoded once', () => {
  const { encodings, encoded } = counted();
  for (let n = 0; n < 3; n++) assert.equal(encoded(['a', '1', 'b', '2']), 'a=1=b=2!');
  assert.equal(encodings.length, 1);
});

test('a list that differs in anything is another', () => {
  const { encoded } = counted();
  encoded(['a', '1', 'b', '2']);
  assert.equal(encoded(['b', '2', 'a', '1']), 'b=2=a=1!');
  assert.equal(encoded(['a', '1', 'b', '3']), 'a=1=b=3!');
  assert.equal(encoded(['a', '1']), 'a=1!');
  assert.equal(encoded(['a', '1', 'b', '2', 'b', '2']), 'a=1=b=2=b=2!');
});

test('the same fields, one of them secret this time, are another list', () => {
  const { encoded } = counted();
  assert.equal(encoded(['a', '1']), 'a=1!');
  assert.equal(encoded(['a', '1'], ['a']), 'a=1!a');
  assert.equal(encoded(['a', '1']), 'a=1!');
});

test('eight lists are kept, the oldest goes first', () => {
  const { encodings, encoded } = counted();
  for (let n = 0; n < 9; n++) encoded(['n', String(n)]);
  for (let n = 1; n < 9; n++) encoded(['n', String(n)]);
  assert.equal(encodings.length, 9);
  encoded(['n', '0']);
  assert.equal(encodings.length, 10);
});

test('a list that is long is not kept', () => {
  const { encodings, encoded } = counted();
  const manyFields = Array.from({ length: 130 }, (_, n) => String(n));
  for (const long of [manyFields, ['a', 'x'.repeat(9000)]]) {
    encoded(long);
    encoded(long);
  }
  assert.equal(encodings.length, 4);
});

test('what was encoded under another rule of redaction is not told any more', () => {
  const { encodings, encoded } = counted();
  const other = redactionOf(['a']);
  encoded(['a', '1']);
  encoded(['a', '1'], [], other);
  encoded(['a', '1'], [], other);
  assert.equal(encodings.length, 2);
});
