/** What was found wrong with a stream, and which of its events show it. */

import type { EventOf, Severity, TraceEvent } from '../../trace/event.ts';

type FindingEvent = EventOf<'finding'>;

const RANK: { readonly [severity in Severity]: number } = { INFO: 0, WARNING: 1, ERROR: 2 };

/** @returns one of each cause, the last word on it, the worst first */
export function findingsOf(events: readonly TraceEvent[]): readonly FindingEvent[] {
  const byId = new Map<string, FindingEvent>();
  for (const event of events) if (event.kind === 'finding') byId.set(event.finding.id, event);
  return worstFirst([...byId.values()]);
}

/**
 * @param found of the stream
 * @param known of the whole page: those of the stream's connection that name one of its events as evidence are of the stream too
 */
export function withKnown(
  found: readonly FindingEvent[],
  known: readonly FindingEvent[],
  conn: string,
  seqs: ReadonlySet<number>,
): readonly FindingEvent[] {
  const ids = new Set(found.map(({ finding }) => finding.id));
  const more = known.filter(
    ({ conn: of, finding }) => of === conn && !ids.has(finding.id) && finding.evidence.some((seq) => seqs.has(seq)),
  );
  return worstFirst([...found, ...more]);
}

/** The worst that each event is evidence of. */
export function severities(findings: readonly FindingEvent[]): ReadonlyMap<number, Severity> {
  const worst = new Map<number, Severity>();
  // The worst come first.
  for (const { finding } of findings)
    for (const seq of finding.evidence) if (!worst.has(seq)) worst.set(seq, finding.severity);
  return worst;
}

function worstFirst(findings: readonly FindingEvent[]): readonly FindingEvent[] {
  return [...findings].sort((a, b) => RANK[b.finding.severity] - RANK[a.finding.severity]);
}
