import assert from 'node:assert/strict';
import { test } from 'node:test';
import { redactionOf } from '../../src/redaction.ts';
import { categoryOf, fieldValue, redacted } from '../../src/trace/header-fields.ts';
import type { HeaderField, Representation } from '../../src/wire/hpack/header-field.ts';

function field(name: string, value: string, representation: Representation = 'LITERAL'): HeaderField {
  return { name, value, representation, index: 0 };
}

test('RFC 9113 §8.3: pseudo-header fields tell the category', () => {
  const category = (...names: readonly [string, string][]) =>
    categoryOf(names.map(([name, value]) => field(name, value)));
  assert.equal(category(['x', '1'], [':method', 'GET']), 'REQUEST');
  assert.equal(category([':status', '200']), 'RESPONSE');
  assert.equal(category([':status', '100']), 'INFORMATIONAL');
  assert.equal(category(['grpc-status', '0']), undefined);
  assert.equal(category(), undefined);
});

test('the first of two fields counts, and names are compared as they are', () => {
  const fields = [field('A', '0'), field('a', '1'), field('a', '2')];
  assert.deepEqual([fieldValue(fields, 'a'), fieldValue(fields, 'b')], ['1', undefined]);
});

test('secrets keep their name and how they were sent; other fields are the same objects', () => {
  const isSecret = redactionOf(['cookie']);
  const fields = [field('a', '1'), field('cookie', 'x', 'LITERAL_INDEXED'), field('b', '2', 'NEVER_INDEXED')];
  const shown = redacted(fields, isSecret);
  assert.deepEqual(shown.slice(1), [
    { name: 'cookie', value: '', redacted: true, representation: 'LITERAL_INDEXED', index: 0 },
    { name: 'b', value: '', redacted: true, representation: 'NEVER_INDEXED', index: 0 },
  ]);
  assert.equal(shown[0], fields[0]);
});

test('a list without secrets costs no copy', () => {
  const fields = [field('a', '1')];
  assert.equal(redacted(fields, redactionOf(['cookie'])), fields);
});
