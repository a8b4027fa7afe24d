/** Filters that show what a finding is about. */

import { celString } from '../../filter/quote.ts';
import type { EventOf } from '../../trace/event.ts';

/** The server names 32 at most; a file may name more, and a filter has 4,096 characters. */
const MAX_EVIDENCE = 128;

/** What can be the number of an event. */
export function evidenceOf({ finding }: EventOf<'finding'>): readonly number[] {
  return finding.evidence.filter((seq) => Number.isSafeInteger(seq) && seq > 0).slice(0, MAX_EVIDENCE);
}

/** "seq in [48190, 48196]": undefined where nothing on the wire shows it. */
export function evidenceFilter(event: EventOf<'finding'>): string | undefined {
  const seqs = evidenceOf(event);
  if (seqs.length === 0) return undefined;
  return seqs.length === 1 ? `seq == ${seqs[0]}` : `seq in [${seqs.join(', ')}]`;
}

/** An id as the server gives it: of this form alone there are short forms. */
const CONN = /^c\d{1,15}$/;

/** All of its stream, or of its connection: undefined where it is about no connection. */
export function aroundFilter({ conn, finding }: EventOf<'finding'>): string | undefined {
  if (conn === '') return undefined;
  if (!CONN.test(conn)) return `conn == ${celString(conn)}`;
  return isStream(finding.streamId) ? `conn:${conn} stream:${finding.streamId}` : `conn:${conn}`;
}

function isStream(streamId: number | undefined): streamId is number {
  return streamId !== undefined && Number.isSafeInteger(streamId) && streamId >= 0;
}
