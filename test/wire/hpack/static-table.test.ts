import assert from 'node:assert/strict';
import { test } from 'node:test';
import hpackJs from 'hpack.js';
import {
  FIRST_DYNAMIC_INDEX,
  STATIC_TABLE,
  staticIndexOf,
  staticIndexOfName,
} from '../../../src/wire/hpack/static-table.ts';

test('RFC 7541 Appendix A: the entries are those that hpack.js has', () => {
  const theirs = hpackJs['static-table'].table.map(({ name, value }) => `${name}: ${value}`);
  assert.deepEqual(
    STATIC_TABLE.map(({ name, value }) => `${name}: ${value}`),
    theirs,
  );
});

test('§2.3.3: indexes begin at 1, and the dynamic table begins at 62', () => {
  assert.deepEqual(STATIC_TABLE[0], { name: ':authority', value: '', representation: 'INDEXED', index: 1 });
  assert.equal(STATIC_TABLE.at(-1)?.index, 61);
  assert.equal(FIRST_DYNAMIC_INDEX, 62);
});

test('every entry is found by name and value', () => {
  for (const { name, value, index } of STATIC_TABLE) assert.equal(staticIndexOf(name, value), index);
  assert.equal(staticIndexOf(':method', 'PUT'), 0);
  assert.equal(staticIndexOf('www-authenticate', 'Basic'), 0);
  assert.equal(staticIndexOf('constructor', ''), 0);
});

test('a name is found at its first entry', () => {
  assert.equal(staticIndexOfName(':status'), 8);
  assert.equal(staticIndexOfName('www-authenticate'), 61);
  assert.equal(staticIndexOfName('grpc-timeout'), 0);
});
