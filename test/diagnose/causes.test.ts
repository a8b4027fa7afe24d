import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Causes, type Found } from '../../src/diagnose/causes.ts';
import type { Match } from '../../src/diagnose/rule.ts';
import { ruleForTest } from '../support/rule.ts';

const SECOND = 1_000_000;

const RULE = ruleForTest(
  {},
  {
    advice: [
      { side: 'client', of: 'grpc-go', change: 'this' },
      { side: 'server', change: 'that' },
    ],
  },
);
const MATCH: Match = { explanation: 'this happened', evidence: [7, 9], streamId: 5 };

function seen(causes: Causes, times: readonly number[], match: Match = MATCH): Found[] {
  return times.map((time) => causes.found(RULE, match, '10.0.0.1', 'c3', time));
}

describe('Causes', () => {
  test('a finding has the words of its rule, and the numbers of its match', () => {
    const [first] = seen(new Causes(), [3 * SECOND]);
    assert.deepEqual(first, {
      isNews: true,
      finding: {
        id: 'f1',
        rule: 'T1',
        severity: 'WARNING',
        title: 'A title',
        explanation: 'this happened',
        advice: 'client, grpc-go: this\nserver: that',
        streamId: 5,
        evidence: [7, 9],
        spec: ['RFC 9113 §6.7'],
        count: 1,
        firstTime: 3 * SECOND,
        lastTime: 3 * SECOND,
      },
    });
  });

  test('a cause that is seen again is counted, and told at its 10th and 100th time', () => {
    const found = seen(
      new Causes(),
      Array.from({ length: 120 }, (_, n) => n),
    );
    const told = found.filter(({ isNews }) => isNews);
    assert.deepEqual(
      told.map(({ finding }) => [finding.id, finding.count]),
      [
        ['f1', 1],
        ['f1', 10],
        ['f1', 100],
      ],
    );
    assert.deepEqual([found.at(-1)?.finding.count, found.at(-1)?.finding.firstTime], [120, 0]);
  });

  test('and ten seconds after it was told last', () => {
    const found = seen(new Causes(), [0, 9 * SECOND, 10 * SECOND, 19 * SECOND, 20 * SECOND]);
    assert.deepEqual(
      found.map(({ isNews }) => isNews),
      [true, false, true, false, true],
    );
  });

  test('peers, rules, severities and what a rule tells apart are causes of their own; connections are not', () => {
    const causes = new Causes();
    const ids = [
      causes.found(RULE, MATCH, '10.0.0.1', 'c1', 0),
      causes.found(RULE, MATCH, '10.0.0.1', 'c2', 0),
      causes.found(RULE, MATCH, '10.0.0.2', 'c3', 0),
      causes.found(RULE, { ...MATCH, cause: 'a.B/C' }, '10.0.0.1', 'c1', 0),
      causes.found(RULE, { ...MATCH, severity: 'ERROR' }, '10.0.0.1', 'c1', 0),
      causes.found(ruleForTest({}, { id: 'T2' }), MATCH, '10.0.0.1', 'c1', 0),
    ].map(({ finding }) => finding.id);
    assert.deepEqual(ids, ['f1', 'f1', 'f2', 'f3', 'f4', 'f5']);
  });

  test('what was not recorded is no evidence', () => {
    const [found] = seen(new Causes(), [0], { ...MATCH, evidence: [0, 7, 0] });
    assert.deepEqual(found?.finding.evidence, [7]);
  });

  test('evidence is bounded', () => {
    const evidence = Array.from({ length: 100 }, (_, n) => n + 1);
    const [found] = seen(new Causes(), [0], { ...MATCH, evidence });
    assert.equal(found?.finding.evidence.length, 32);
  });

  test('the list has the newest occurrence of each cause, the one that was seen last first', () => {
    const causes = new Causes();
    causes.found(RULE, MATCH, 'a', 'c1', 1);
    causes.found(RULE, MATCH, 'b', 'c2', 2);
    causes.found(RULE, { ...MATCH, explanation: 'again' }, 'a', 'c9', 3);
    assert.deepEqual(
      causes.list().map(({ conn, finding }) => [conn, finding.explanation, finding.count]),
      [
        ['c9', 'again', 2],
        ['c2', 'this happened', 1],
      ],
    );
  });

  test('of more than 1,000 causes the one that was not seen for longest is forgotten, and its count goes on in the totals', () => {
    const causes = new Causes();
    causes.found(RULE, MATCH, 'old', 'c1', 0);
    const old = causes.of(RULE, MATCH, 'old', 'c1', 0);
    for (let n = 1; n <= 1_000; n++) causes.found(RULE, MATCH, `peer ${n}`, 'c1', n);
    assert.equal(causes.list().length, 1_000);
    assert.equal(old.isForgotten, true);
    assert.equal(causes.found(RULE, MATCH, 'old', 'c1', 2_000).finding.count, 1);
    assert.deepEqual([...causes.counts()], [{ rule: 'T1', severity: 'WARNING', count: 1_002 }]);
  });
});
