/** Which rows are evidence of a finding. */

import type { EventOf, Severity } from '../../trace/event.ts';

export interface Mark {
  readonly severity: Severity;
  /** "evidence of K1: title" */
  readonly words: string;
  /** Of the finding that is opened. */
  readonly isOpened: boolean;
}

/** Of the row of a finding itself. */
export const OWN_MARKS: Readonly<Record<Severity, Mark>> = {
  INFO: { severity: 'INFO', words: 'a finding', isOpened: false },
  WARNING: { severity: 'WARNING', words: 'a finding', isOpened: false },
  ERROR: { severity: 'ERROR', words: 'a finding', isOpened: false },
};

export type Marks = ReadonlyMap<number, Mark>;

/** Findings have at most some dozens each; a file may have any number. What is beyond has no mark. */
const MAX_MARKS = 20_000;

/** Of a row that is evidence of several findings, the opened one's mark; else that of the one seen last. */
export function marksOf(findings: readonly EventOf<'finding'>[], opened: string | undefined): Marks {
  const marks = new Map<number, Mark>();
  const openedFirst = opened === undefined ? findings : findings.toSorted((a, b) => rank(a, opened) - rank(b, opened));
  for (const { finding } of openedFirst) {
    const { id, rule, severity, title, evidence } = finding;
    const mark: Mark = { severity, words: `evidence of ${rule}: ${title}`, isOpened: id === opened };
    for (const seq of evidence) {
      if (marks.size >= MAX_MARKS) return marks;
      if (!marks.has(seq)) marks.set(seq, mark);
    }
  }
  return marks;
}

function rank({ finding }: EventOf<'finding'>, opened: string): number {
  return finding.id === opened ? 0 : 1;
}

/**
 * The evidence that comes next in the list: of the opened finding, where one is.
 *
 * @param from the selected row; undefined: before the first, or behind the last
 * @param isListed whether the filter shows it
 */
export function nextEvidence(
  marks: Marks,
  from: number | undefined,
  direction: 'next' | 'previous',
  isListed: (seq: number) => boolean,
): number | undefined {
  const all = [...marks].filter(([seq]) => isListed(seq));
  const opened = all.filter(([, { isOpened }]) => isOpened);
  const seqs = (opened.length > 0 ? opened : all).map(([seq]) => seq);
  return direction === 'next'
    ? least(seqs.filter((seq) => from === undefined || seq > from))
    : most(seqs.filter((seq) => from === undefined || seq < from));
}

function least(seqs: readonly number[]): number | undefined {
  return seqs.length === 0 ? undefined : seqs.reduce((a, b) => Math.min(a, b));
}

function most(seqs: readonly number[]): number | undefined {
  return seqs.length === 0 ? undefined : seqs.reduce((a, b) => Math.max(a, b));
}
