import type { Rows } from '../state/state.ts';

/** "12 of 48,211": what the list shows, of what is held. Empty where nothing is known yet. */
export function matchWords({ firstSeq, lastSeq, seqs, isCut, isReady }: Rows): string {
  if (!isReady || firstSeq === undefined || lastSeq === undefined) return '';
  const held = (lastSeq - firstSeq + 1).toLocaleString('en');
  if (seqs === undefined) return `${held} events`;
  const count = seqs.length.toLocaleString('en');
  return isCut ? `the newest ${count} of ${held}` : `${count} of ${held}`;
}
