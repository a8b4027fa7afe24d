import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { compileFilter } from '../../../src/filter/filter.ts';
import type { EventOf, Finding } from '../../../src/trace/event.ts';
import { aroundFilter, evidenceFilter, evidenceOf } from '../../../src/web/model/finding-terms.ts';

function found(parts: Partial<Finding>, conn = 'c3'): EventOf<'finding'> {
  const finding: Finding = {
    id: 'f1',
    rule: 'K1',
    severity: 'ERROR',
    title: '',
    explanation: '',
    advice: '',
    evidence: [],
    spec: [],
    count: 1,
    firstTime: 0,
    lastTime: 0,
    ...parts,
  };
  return { seq: 48_196, time: 1, offsetMs: 0, conn, kind: 'finding', finding };
}

describe('evidenceFilter', () => {
  for (const [evidence, expected] of [
    [[], undefined],
    [[48_190], 'seq == 48190'],
    [[48_190, 48_196], 'seq in [48190, 48196]'],
    [[0, -1, 1.5, Number.NaN, 7], 'seq == 7'],
  ] as const) {
    test(`${evidence}`, () => assert.equal(evidenceFilter(found({ evidence })), expected));
  }

  test('finds its events, and no other', () => {
    const { matches } = compileFilter(evidenceFilter(found({ evidence: [48_190, 48_196] })) ?? '');
    assert.ok(matches(found({})));
    assert.ok(!matches({ ...found({}), seq: 48_191 }));
  });

  test('is never too long for a filter', () => {
    const evidence = Array.from({ length: 10_000 }, (_, n) => Number.MAX_SAFE_INTEGER - n);
    const event = found({ evidence });
    assert.ok(evidenceOf(event).length < evidence.length);
    compileFilter(evidenceFilter(event) ?? '');
  });
});

describe('aroundFilter', () => {
  for (const [event, expected] of [
    [found({ streamId: 5 }), 'conn:c3 stream:5'],
    [found({}), 'conn:c3'],
    [found({}, ''), undefined],
    [found({ streamId: 5 }, 'a "b"'), 'conn == "a \\"b\\""'],
    [found({ streamId: -1 }), 'conn:c3'],
  ] as const) {
    test(`${expected}`, () => {
      assert.equal(aroundFilter(event), expected);
      if (expected !== undefined) compileFilter(expected);
    });
  }
});
