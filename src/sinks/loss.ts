/** What was dropped since the last announcement of it, and the announcement. */

import type { EventOf, TraceEvent } from '../trace/event.ts';

export interface Loss {
  /** An event, or the announcement of a loss further up. @param reason of an event; an announcement has its own */
  add(event: TraceEvent, reason: string): void;
  readonly isNone: boolean;
  /**
   * It has the `seq` of the first that was dropped, so that `seq` still grows for this reader, and the time of the last.
   *
   * @returns undefined where nothing was dropped; from then on all that was is told
   */
  announce(): TraceEvent | undefined;
  clear(): void;
}

export function createLoss(): Loss {
  // As many as there are reasons in the code.
  const counts = new Map<string, number>();
  let firstSeq = 0;
  let lastSeq = 0;
  let time = 0;

  function count(reason: string, dropped: number): void {
    counts.set(reason, (counts.get(reason) ?? 0) + dropped);
  }

  return {
    add(event, reason) {
      if (counts.size === 0) firstSeq = event.seq;
      time = event.time;
      lastSeq = isAnnouncement(event) ? (event.traceLost.lastSeq ?? event.seq) : event.seq;
      if (isAnnouncement(event)) count(event.traceLost.reason, event.traceLost.dropped);
      else count(reason, 1);
    },
    get isNone() {
      return counts.size === 0;
    },
    announce() {
      if (counts.size === 0) return undefined;
      const dropped = [...counts.values()].reduce((sum, each) => sum + each);
      const event = announcement(time, { reason: inWords(counts), dropped, firstSeq, lastSeq });
      counts.clear();
      return event;
    },
    clear() {
      counts.clear();
    },
  };
}

type Announcement = EventOf<'traceLost'>;

interface Dropped {
  readonly reason: string;
  readonly dropped: number;
  readonly firstSeq: number;
  readonly lastSeq: number;
}

export function announcement(time: number, traceLost: Dropped): Announcement {
  return { seq: traceLost.firstSeq, time, offsetMs: 0, conn: '', kind: 'traceLost', traceLost };
}

/** A loss on the way to one reader. A loss in the trace itself has a connection, and is passed on like every event. */
export function isAnnouncement(event: TraceEvent): event is Announcement {
  return event.kind === 'traceLost' && event.conn === '';
}

function inWords(counts: ReadonlyMap<string, number>): string {
  const reasons = [...counts.keys()];
  if (reasons.length === 1) return reasons.join();
  return reasons.map((reason) => `${reason} (${counts.get(reason)})`).join('; ');
}
