import assert from 'node:assert/strict';
import { test } from 'node:test';
import { redactionOf, redactNothing } from '../../src/redaction.ts';
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

/** As it is used: a list is looked for before it is added. */
function remembering(): RecentLists {
  const lists = new RecentLists();
  lists.find([], redactNothing);
  return lists;
}

test('a list is known by its fields, in their order, and by how they were sent', () => {
  const lists = remembering();
  const list = listOf([A, B]);
  lists.add(list, 100);
  assert.equal(lists.find([A, B], redactNothing), list);
  assert.equal(lists.find([A, field('b')], redactNothing), list);
  const others = [{ name: 'c' }, { value: 'w' }, { representation: 'LITERAL' as const }, { index: 63 }].map(
    (change) => [A, { ...B, ...change }],
  );
  for (const other of [[B, A], [A], [A, B, B], [], ...others])
    assert.equal(lists.find(other, redactNothing), undefined);
});

test('the last four are remembered', () => {
  const lists = remembering();
  const all = Array.from({ length: 6 }, (_, n) => listOf([field(`x-${n}`)]));
  for (const list of all) lists.add(list, 100);
  assert.deepEqual(
    all.map((list) => lists.find(list.sent, redactNothing) === list),
    [false, false, true, true, true, true],
  );
});

test('a long list is not held', () => {
  const lists = remembering();
  const sent = Array.from({ length: 65 }, () => A);
  lists.add(listOf(sent), 100);
  assert.equal(lists.find(sent, redactNothing), undefined);
  lists.add(listOf([A]), 8 * 1024 + 1);
  assert.equal(lists.find([A], redactNothing), undefined);
  lists.add(listOf([A]), 8 * 1024);
  assert.notEqual(lists.find([A], redactNothing), undefined);
});

test('what was redacted by another rule is forgotten', () => {
  const lists = remembering();
  lists.find([A], redactNothing);
  lists.add(listOf([A]), 100);
  assert.notEqual(lists.find([A], redactNothing), undefined);
  assert.equal(lists.find([A], redactionOf(['a'])), undefined);
});
