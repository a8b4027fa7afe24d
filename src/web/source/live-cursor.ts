/**
 * Which events of a live trace have come: nothing is shown twice, what is missing is announced, and it is known where to go on after the
 * connection dropped. Pure, and without a clock.
 */

import type { EventOf, TraceEvent } from '../../trace/event.ts';

/** An event that the server numbered, and nobody on the way. */
export interface Seen {
  readonly seq: number;
  /** Microseconds since the Unix epoch. */
  readonly time: number;
}

export interface Taken {
  /** Announcements of loss among them. */
  readonly events: readonly TraceEvent[];
  /** Whether some came again: the server never sends one twice, so this may be another trace. */
  readonly isRepeated: boolean;
}

export interface Cursor {
  /** The first `seq` that is wanted next; undefined: it begins with what comes. */
  readonly next: number | undefined;
  readonly last: Seen | undefined;
  take(events: readonly TraceEvent[]): Taken;
  /** What comes next is of another connection. */
  reconnected(): void;
  /** Known from elsewhere: all that matches up to this `seq` has come. What is overwritten of it is no loss. */
  sawUpTo(seq: number): void;
}

export interface CursorOptions {
  /** Whether all events match: only then their numbers have no gaps. */
  readonly isAll: boolean;
  readonly since: number | undefined;
}

type Announcement = EventOf<'traceLost'>;

const OVERWRITTEN = 'overwritten while the page was disconnected';
const OVERWRITTEN_UNSEEN = `${OVERWRITTEN}: it is not known how many of these would have matched`;
const UNTOLD = 'missing, and the server did not say why';

export function createCursor({ isAll, since }: CursorOptions): Cursor {
  let next = since;
  let last: Seen | undefined;
  let coveredUpTo = 0;
  /** Nothing has come since the connection is another one. */
  let isResuming = false;

  /** The server begins with what the ring no longer holds of what was asked for. */
  function resumed({ seq, time, traceLost }: Announcement): Announcement | undefined {
    const lastSeq = endOf({ seq, traceLost });
    const firstSeq = Math.max(seq, coveredUpTo + 1);
    if (firstSeq > lastSeq) return undefined;
    return announced(firstSeq, lastSeq, time, isAll ? OVERWRITTEN : OVERWRITTEN_UNSEEN);
  }

  function takeAnnouncement(event: Announcement, into: TraceEvent[]): void {
    const told = isResuming && event.seq === next ? resumed(event) : event;
    if (told !== undefined) into.push(told);
    next = endOf(event) + 1;
  }

  function takeEvent(event: TraceEvent, into: TraceEvent[]): void {
    const { seq, time } = event;
    if (isAll && next !== undefined && seq > next) {
      into.push(announced(next, seq - 1, time, isResuming ? OVERWRITTEN : UNTOLD));
    }
    into.push(event);
    next = seq + 1;
    last = { seq, time };
  }

  return {
    get next() {
      return next;
    },
    get last() {
      return last;
    },
    take(events) {
      const taken: TraceEvent[] = [];
      let isRepeated = false;
      for (const event of events) {
        const isNew = next === undefined || (isAnnouncement(event) ? endOf(event) : event.seq) >= next;
        if (!isNew) isRepeated ||= !isAnnouncement(event);
        else if (isAnnouncement(event)) takeAnnouncement(event, taken);
        else takeEvent(event, taken);
        isResuming &&= !isNew;
      }
      return { events: taken, isRepeated };
    },
    reconnected() {
      isResuming = true;
    },
    sawUpTo(seq) {
      coveredUpTo = Math.max(coveredUpTo, seq);
    },
  };
}

/** A loss on the way to this reader has no connection; one in the trace itself has, and is an event like others. */
export function isAnnouncement(event: TraceEvent): event is Announcement {
  return event.kind === 'traceLost' && event.conn === '';
}

function endOf({ seq, traceLost }: Pick<Announcement, 'seq' | 'traceLost'>): number {
  return Math.max(seq, traceLost.lastSeq ?? seq);
}

/** As the server announces a loss: it has the number of the first that is missing. */
function announced(firstSeq: number, lastSeq: number, time: number, reason: string): Announcement {
  const traceLost = { reason, dropped: lastSeq - firstSeq + 1, firstSeq, lastSeq };
  return { seq: firstSeq, time, offsetMs: 0, conn: '', kind: 'traceLost', traceLost };
}
