import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HeaderList } from '../../src/trace/header-list.ts';
import { RecentLists } from '../../src/trace/recent-lists.ts';
import type { HeaderField } from '../../src/wire/hpack/header-field.ts';

function field(name: string): HeaderField {
  return { name, value: 'v', representation: 'INDEXED', index: 62 };
}

const [A, B] = [field('a'), field('b')];

function listOf(sent: readonly HeaderField[]) {
  return new HeaderList(sent, sent);
}

test('a list is known by its fields, in their order, and by how they were sent', () => {
  const lists = new RecentLists();
  const list = listOf([A, B]);
  lists.add(list, 100);
  assert.equal(lists.find([A, B]), list);
  assert.equal(lists.find([A, field('b')]), list);
  const others = [{ name: 'c' }, { value: 'w' }, { representation: 'LITERAL' as const }, { index: 63 }].map(
    (change) => [A, { ...B, ...change }],
  );
  for (const other of [[B, A], [A], [A, B, B], [], ...others]) assert.equal(lists.find(other), undefined);
});

test('the last four are remembered', () => {
  const lists = new RecentLists();
  const all = Array.from({ length: 6 }, (_, n) => listOf([field(`x-${n}`)]));
  for (const list of all) lists.add(list, 100);
  assert.deepEqual(
    all.map((list) => lists.find(list.sent) === list),
    [false, false, true, true, true, true],
  );
});

test('a long list is not held', () => {
  const lists = new RecentLists();
  const sent = Array.from({ length: 65 }, () => A);
  lists.add(listOf(sent), 100);
  assert.equal(lists.find(sent), undefined);
  lists.add(listOf([A]), 8 * 1024 + 1);
  assert.equal(lists.find([A]), undefined);
  lists.add(listOf([A]), 8 * 1024);
  assert.notEqual(lists.find([A]), undefined);
});
