import type { Rule, Watches } from '../../src/diagnose/rule.ts';

/** A rule without words, for tests of who asks it and of what it is told. */
export function ruleForTest(watches: Watches, parts: Partial<Rule> = {}): Rule {
  return {
    id: 'T1',
    title: 'A title',
    severity: 'WARNING',
    meaning: '',
    wire: '',
    example: [],
    reproduce: [],
    advice: [],
    spec: ['RFC 9113 §6.7'],
    watches,
    ...parts,
  };
}
