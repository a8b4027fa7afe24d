/** Senders that have used up a window: RFC 9113 §5.2 makes them wait until their peer gives credit. */

import type { Frame, Side } from '../../trace/event.ts';
import { BucketCounts } from './bucket-counts.ts';
import { alone, type Family } from './family.ts';
import { Tally } from './tally.ts';
import { domain, SIDE, WINDOW_SCOPE } from './vocabulary.ts';

/** Of all connections together, 1 MB. A stall beyond is counted as one, but its end is not waited for. */
export const MAX_TIMED_STALLS = 10_000;

const END_STREAM = 0x1;

/** The connection's own windows are under stream 0. */
const CONNECTION = 0;

/** What one connection waits for: the window (`keyOf`) → since when, in microseconds. */
export type OpenStalls = Map<number, number>;

export class WindowStalls {
  readonly families: readonly Family[];
  private timed = 0;
  private readonly stalls = new Tally(
    'sre_window_stalls_total',
    'DATA frames that left the window of their sender (side) at 0 or less while their stream went on.',
    domain('scope', WINDOW_SCOPE),
    domain('side', SIDE),
  );
  private readonly seconds = new BucketCounts();
  private readonly untimed = new Tally(
    'sre_window_stalls_untimed_total',
    `Window stalls whose duration is not known, since ${MAX_TIMED_STALLS} others were waited for.`,
  );

  constructor() {
    this.families = [
      this.stalls,
      {
        name: 'sre_window_stall_seconds',
        type: 'histogram',
        help: 'From the DATA frame that used up a window until credit came; without stalls whose stream ended first.',
        labelNames: [],
        collect: () => [{ labels: {}, counts: this.seconds }],
      },
      {
        name: 'sre_window_stalls_open',
        type: 'gauge',
        help: 'Windows that are used up now, and wait for credit.',
        labelNames: [],
        collect: () => alone(this.timed),
      },
      this.untimed,
    ];
  }

  data(open: OpenStalls, frame: Frame, time: number): void {
    const { window, streamId, from } = frame;
    if (window === undefined) return;
    const stream = window.stream ?? 1;
    if (window.connection > 0 && stream > 0 && open.size === 0) return;
    if ((frame.flagBits & END_STREAM) !== 0) {
      // Whoever has said all waits for nothing.
      this.drop(open, keyOf(streamId, from));
      return;
    }
    const canBegin = frame.length > 0;
    this.settle(open, keyOf(streamId, from), stream, canBegin, time);
    this.settle(open, keyOf(CONNECTION, from), window.connection, canBegin, time);
  }

  /** WINDOW_UPDATE. Credit by SETTINGS is in no frame of the stream: such a stall lasts until its next DATA. */
  credit(open: OpenStalls, { window, streamId, from }: Frame, time: number): void {
    if (open.size === 0 || window === undefined) return;
    const left = streamId === CONNECTION ? window.connection : window.stream;
    if (left === undefined) return;
    this.settle(open, keyOf(streamId, from === 'CLIENT' ? 'SERVER' : 'CLIENT'), left, false, time);
  }

  streamClosed(open: OpenStalls, streamId: number): void {
    if (open.size === 0) return;
    this.drop(open, keyOf(streamId, 'CLIENT'));
    this.drop(open, keyOf(streamId, 'SERVER'));
  }

  connectionClosed(open: OpenStalls): void {
    this.timed -= open.size;
    open.clear();
  }

  /** @param left what the window has after this frame */
  private settle(open: OpenStalls, key: number, left: number, canBegin: boolean, time: number): void {
    const since = open.get(key);
    if (since === undefined) {
      if (left <= 0 && canBegin) this.begin(open, key, time);
    } else if (left > 0) {
      this.drop(open, key);
      this.seconds.observe((time - since) / 1_000_000);
    }
  }

  private begin(open: OpenStalls, key: number, time: number): void {
    this.stalls.add(1, scopeOf(key), key & 1);
    if (this.timed >= MAX_TIMED_STALLS) {
      this.untimed.add(1);
      return;
    }
    open.set(key, time);
    this.timed++;
  }

  private drop(open: OpenStalls, key: number): void {
    if (open.delete(key)) this.timed--;
  }
}

/** The sender is its lowest bit. */
function keyOf(streamId: number, sender: Side): number {
  return streamId * 2 + SIDE[sender];
}

function scopeOf(key: number): number {
  return key < 2 ? WINDOW_SCOPE.connection : WINDOW_SCOPE.stream;
}
