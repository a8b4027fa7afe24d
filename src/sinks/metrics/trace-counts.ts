/** The trace itself: what it has, what is missing of it, and what was found in it. */

import type { EventKind, Finding } from '../../trace/event.ts';
import { CappedTally } from './capped-tally.ts';
import type { Family } from './family.ts';
import { Tally } from './tally.ts';
import { domain, EVENT_KIND, SEVERITY } from './vocabulary.ts';

/** Rules are ours, some eighty; a bug that names a rule after what it found must not make series without end. */
export const MAX_RULES = 200;

/** Ours too: the ring, the console, the file, the exporter and kinds of subscribers. */
export const MAX_SINKS = 32;

export class TraceCounts {
  private readonly events = new Tally(
    'sre_trace_events_total',
    'Events of the trace, whether or not anybody records them.',
    domain('kind', EVENT_KIND),
  );
  private readonly lost = new Tally(
    'sre_trace_lost_total',
    'Times that a part of the trace could not be made, as a traceLost event says: a peer sent what cannot be decoded.',
  );
  private readonly dropped = new CappedTally({
    name: 'sre_trace_events_dropped_total',
    help: 'Events that a sink dropped because its reader was slower than the trace.',
    label: 'sink',
    maxValues: MAX_SINKS,
  });
  private readonly findings = new CappedTally({
    name: 'sre_findings_total',
    help: 'Findings of the diagnosis, by rule and severity.',
    label: 'rule',
    maxValues: MAX_RULES,
    columns: domain('severity', SEVERITY),
  });

  readonly families: readonly Family[] = [this.events, this.lost, this.dropped, this.findings];

  event(kind: EventKind): void {
    this.events.add(1, EVENT_KIND[kind]);
  }

  traceLost(): void {
    this.lost.add(1);
  }

  finding({ rule, severity }: Finding): void {
    this.findings.add(1, rule, SEVERITY[severity]);
  }

  addDropped(sink: string, events: number): void {
    this.dropped.add(events, sink);
  }
}
