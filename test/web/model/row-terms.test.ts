import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileFilter } from '../../../src/filter/filter.ts';
import { withTerm } from '../../../src/web/model/filter-terms.ts';
import { rowText } from '../../../src/web/model/row.ts';
import { allOf, COLUMNS, rowTerms, streamFilter } from '../../../src/web/model/row-terms.ts';
import { sampleBodies, stamp } from '../../support/events.ts';

const EVENTS = [...stamp(sampleBodies(), 'c1'), ...stamp(sampleBodies(), 'c2', 1000)];

function count(filter: string): number {
  const compiled = compileFilter(filter);
  return EVENTS.filter((event) => compiled.matches(event)).length;
}

test('each value of each row is a condition that it meets; its contrary has all the others', () => {
  const seen = new Set<string>();
  for (const event of EVENTS) {
    for (const column of COLUMNS) {
      const terms = rowTerms(event, rowText(event), column) ?? [];
      const { cel } = allOf(terms);
      if (terms.length === 0 || seen.has(cel)) continue;
      seen.add(cel);
      assert.ok(compileFilter(cel).matches(event), cel);
      const [included, excluded] = (['include', 'exclude'] as const).map((how) => count(withTerm('', { cel }, how)));
      assert.equal((included ?? 0) + (excluded ?? 0), EVENTS.length, cel);
    }
  }
  assert.ok(seen.size > 20);
});

test('short forms mean the same', () => {
  for (const event of EVENTS) {
    for (const column of COLUMNS) {
      for (const { short, cel } of rowTerms(event, rowText(event), column) ?? []) {
        if (short !== undefined) assert.equal(count(short), count(cel), short);
      }
    }
  }
});

test('a stream is one of its connection', () => {
  assert.equal(streamFilter('c2', 5), 'conn:c2 stream:5');
  assert.equal(count(streamFilter('c2', 5)) * 2, count('stream:5'));
});

test('a connection of another name, in a file, is told in CEL', () => {
  assert.match(streamFilter('a "b"', 5), /^conn == "a \\"b\\"" && \(/);
  assert.equal(count(streamFilter('a "b"', 5)), 0);
});
