import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DynamicTable } from '../../../src/wire/hpack/dynamic-table.ts';
import { seededRandom } from '../../support/seeded-random.ts';

const namesOf = (table: DynamicTable) => table.entries().map((entry) => entry.name);

test('§4.1: an entry costs its name, its value and 32', () => {
  const table = new DynamicTable(4096);
  table.add('name', 'value');
  assert.equal(table.size, 4 + 5 + 32);
});

test('§2.3.3: the newest entry has index 62, and the oldest the highest', () => {
  const table = new DynamicTable(4096);
  for (const name of ['a', 'b', 'c']) table.add(name, '');
  assert.deepEqual(table.at(62), { name: 'c', value: '', representation: 'INDEXED', index: 62 });
  assert.deepEqual(table.at(64), { name: 'a', value: '', representation: 'INDEXED', index: 64 });
  assert.equal(table.at(61), undefined);
  assert.equal(table.at(65), undefined);
});

test('§4.4: the oldest entries make room, as many as it takes', () => {
  const table = new DynamicTable(3 * 33);
  for (const name of ['a', 'b', 'c', 'd']) table.add(name, '');
  assert.deepEqual(namesOf(table), ['d', 'c', 'b']);
  table.add('e', 'x'.repeat(33));
  assert.deepEqual(namesOf(table), ['e', 'd']);
  assert.equal(table.size, 66 + 33);
});

test('§4.4: an entry larger than the table empties it, and one that fills it exactly is kept', () => {
  const table = new DynamicTable(100);
  table.add('a', '');
  table.add('b', 'x'.repeat(68));
  assert.deepEqual([namesOf(table), table.size], [[], 0]);
  table.add('b', 'x'.repeat(67));
  assert.deepEqual([namesOf(table), table.size], [['b'], 100]);
});

test('§4.3: a smaller table evicts, and a table of 0 holds nothing', () => {
  const table = new DynamicTable(4096);
  for (const name of ['a', 'b', 'c']) table.add(name, '');
  table.resize(2 * 33 + 32);
  assert.deepEqual(namesOf(table), ['c', 'b']);
  table.resize(0);
  table.add('d', '');
  assert.deepEqual([namesOf(table), table.size], [[], 0]);
  table.resize(33);
  table.add('e', '');
  assert.deepEqual(namesOf(table), ['e']);
});

test('an entry that has not moved is the same object each time', () => {
  const table = new DynamicTable(4096);
  table.add('a', '');
  assert.equal(table.at(62), table.at(62));
  table.add('b', '');
  assert.equal(table.at(63), table.at(63));
  assert.equal(table.at(63)?.index, 63);
});

test('a field is found at its newest entry', () => {
  const table = new DynamicTable(4096);
  for (const value of ['1', '2', '1']) table.add('a', value);
  assert.equal(table.indexOf('a', '1'), 62);
  assert.equal(table.indexOf('a', '2'), 63);
  assert.equal(table.indexOf('a', '3'), 0);
  assert.equal(table.indexOfName('a'), 62);
  assert.equal(table.indexOfName('b'), 0);
});

test('the ring agrees with a list that is shifted, while it grows, wraps and is resized', () => {
  const random = seededRandom(44);
  const table = new DynamicTable(4096);
  let list: { name: string; value: string }[] = [];
  const size = () => list.reduce((sum, { name, value }) => sum + name.length + value.length + 32, 0);
  for (let step = 0; step < 3000; step++) {
    if (random.chance(0.02)) table.resize(random.between(0, 8000));
    const entry = { name: `n${step}`, value: 'v'.repeat(random.between(0, 40)) };
    table.add(entry.name, entry.value);
    list = [entry, ...list];
    while (size() > table.maxSize) list.pop();
    assert.equal(table.size, size());
    assert.equal(table.count, list.length);
    assert.equal(table.at(62 + list.length), undefined);
    const probe = random.between(0, Math.max(0, list.length - 1));
    assert.equal(table.at(62 + probe)?.name, list[probe]?.name);
  }
  assert.deepEqual(
    namesOf(table),
    list.map(({ name }) => name),
  );
});
