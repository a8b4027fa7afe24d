import type { Rows } from '../state/state.ts';
import { whole } from './amounts.ts';

/** "12 of 48,211": what the list shows, of what is held. Empty where nothing is known yet. */
export function matchWords({ firstSeq, lastSeq, seqs, isCut, isReady }: Rows): string {
  if (!isReady || firstSeq === undefined || lastSeq === undefined) return '';
  const held = whole(lastSeq - firstSeq + 1);
  if (seqs === undefined) return `${held} events`;
  const count = whole(seqs.length);
  return isCut ? `the newest ${count} of ${held}` : `${count} of ${held}`;
}
