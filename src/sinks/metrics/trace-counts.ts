/** The trace itself: what it has, and what is missing of it. */

import type { EventKind } from '../../trace/event.ts';
import { CappedTally } from './capped-tally.ts';
import type { Family } from './family.ts';
import { Tally } from './tally.ts';
import { domain, EVENT_KIND } from './vocabulary.ts';

/** Ours: the ring, the console, the file, the exporter and kinds of subscribers. */
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

  readonly families: readonly Family[] = [this.events, this.lost, this.dropped];

  event(kind: EventKind): void {
    this.events.add(1, EVENT_KIND[kind]);
  }

  traceLost(): void {
    this.lost.add(1);
  }

  addDropped(sink: string, events: number): void {
    this.dropped.add(events, sink);
  }
}
