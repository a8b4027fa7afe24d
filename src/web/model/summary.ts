/**
 * What is made of the events that tell of calls, connections and findings: a batch at a time, and of each batch only what it changes.
 * Parts that a batch says nothing of stay the same objects.
 */

import type { EventOf, TraceEvent } from '../../trace/event.ts';
import type { SummaryJson } from '../source/server-json.ts';
import { changed } from '../state/changed.ts';
import type { StreamRow, Summary } from '../state/state.ts';
import { withConnectionNews } from './summary-connections.ts';
import { mergedFindings } from './summary-findings.ts';
import { withListed } from './summary-listed.ts';
import { withMethods } from './summary-methods.ts';
import { withSeconds } from './summary-seconds.ts';
import { foldStreams, keyed } from './summary-streams.ts';

/** What this file knows beside what views see. */
interface KnownSummary extends Summary {
  /** `streams` by their key, in their order: to be copied with each batch is cheaper than to be made anew. */
  readonly byKey?: ReadonlyMap<string, StreamRow>;
}

export const EMPTY_SUMMARY: Summary = { streams: [], findings: [], seconds: [], methods: [], connections: [] };

/**
 * @param events in the order in which they happened; others than those that it is made of say nothing
 * @param now milliseconds since the Unix epoch
 */
export function summarise(summary: Summary, events: readonly TraceEvent[], now: number): Summary {
  const known: KnownSummary = summary;
  const before = known.byKey ?? keyed(known.streams);
  const { byKey, news, ended } = foldStreams(before, events);
  return changed<KnownSummary>(known, {
    ...(byKey === before ? {} : { byKey, streams: [...byKey.values()] }),
    seconds: withSeconds(known.seconds, ended, now),
    methods: withMethods(known.methods, ended),
    connections: withConnectionNews(known.connections, news),
    findings: mergedFindings(known.findings, events.filter(isFinding)),
  });
}

/** @param listed all that the server knows of: those that are open, and the last that closed */
export function withConnections(summary: Summary, listed: readonly SummaryJson[]): Summary {
  return changed(summary, { connections: withListed(summary.connections, listed, summary.streams) });
}

export function withFindings(summary: Summary, findings: readonly EventOf<'finding'>[]): Summary {
  return changed(summary, { findings: mergedFindings(summary.findings, findings) });
}

function isFinding(event: TraceEvent): event is EventOf<'finding'> {
  return event.kind === 'finding';
}
