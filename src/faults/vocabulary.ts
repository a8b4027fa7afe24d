/** All terms there are, by group. */

import { ANSWER_FAULTS } from './answer-terms.ts';
import { APPLICATION_FAULTS } from './application-terms.ts';
import { CONDITIONS } from './condition-terms.ts';
import { CONNECTION_FAULTS } from './connection-terms.ts';
import { ENDINGS } from './ending-terms.ts';
import type { Term } from './term.ts';

export interface TermGroup {
  readonly title: string;
  readonly terms: readonly Term[];
}

/** In the order of docs/faults.md. */
export const VOCABULARY: readonly TermGroup[] = [
  { title: 'Conditions', terms: CONDITIONS },
  { title: 'Application faults', terms: APPLICATION_FAULTS },
  { title: 'Transport faults: endings', terms: ENDINGS },
  { title: 'Transport faults: answers', terms: ANSWER_FAULTS },
  { title: 'Transport faults: windows, settings, pings', terms: CONNECTION_FAULTS },
];

export const TERMS: ReadonlyMap<string, Term> = new Map(
  VOCABULARY.flatMap(({ terms }) => terms).map((term) => [term.name, term]),
);
