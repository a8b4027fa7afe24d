/** What each side may still send on the connection as a whole, over time: RFC 9113 §6.9. Windows of streams are in connection-streams.ts. */

import { duration } from '../../formats/text.ts';
import type { ConnectionOpened, EventOf, Frame, Side } from '../../trace/event.ts';
import { whole } from './amounts.ts';
import { DEFAULT_WINDOW } from './connection-settings.ts';
import { merged, type Span, totalMs, WindowWatch } from './connection-spans.ts';
import { offsetText, otherSide, sideWord } from './connection-words.ts';
import { highestOf, lowestOf, type Point, reduced } from './series.ts';

/** The window of one sender of DATA. */
export interface WindowSeries {
  readonly sender: Side;
  /** Bounded; the value holds until the next point. Empty: no frame told it. */
  readonly points: readonly Point[];
  readonly now: number | undefined;
  readonly lowest: Point | undefined;
  readonly highest: Point | undefined;
  /** Used up, until credit came: those that are drawn, near ones as one. */
  readonly stalls: readonly Span[];
  readonly stallCount: number;
  readonly stalledMs: number;
  /** Since when it is used up now. */
  readonly stalledSince: number | undefined;
}

/** Stalls that are nearer to each other than this share of all cannot be told apart when they are drawn. */
const RESOLUTION = 500;

export class WindowTeller {
  private readonly watches: { readonly [side in Side]: WindowWatch } = {
    CLIENT: new WindowWatch(),
    SERVER: new WindowWatch(),
  };
  private readonly points: { readonly [side in Side]: Point[] } = { CLIENT: [], SERVER: [] };

  opened({ protocol }: ConnectionOpened, atMs: number): void {
    if (protocol !== 'h2' && protocol !== 'h2c') return;
    this.set('CLIENT', DEFAULT_WINDOW, atMs);
    this.set('SERVER', DEFAULT_WINDOW, atMs);
  }

  frame({ offsetMs, frame }: EventOf<'frame'>): void {
    if (frame.window !== undefined) this.set(senderOf(frame), frame.window.connection, offsetMs);
  }

  /** All of them, one by one. */
  stalls(sender: Side, untilMs: number): readonly Span[] {
    return this.watches[sender].until(untilMs);
  }

  series(sender: Side, untilMs: number): WindowSeries {
    const points = this.points[sender];
    const { left, stalledSince } = this.watches[sender];
    const stalls = this.stalls(sender, untilMs);
    const last = points.at(-1);
    const firstMs = points[0]?.atMs ?? 0;
    // It still is what it was when it was told last.
    const all = last !== undefined && untilMs > last.atMs ? [...points, { ...last, atMs: untilMs }] : points;
    return {
      sender,
      points: reduced(all),
      now: left,
      lowest: lowestOf(points),
      highest: highestOf(points),
      stalls: merged(stalls, (untilMs - firstMs) / RESOLUTION),
      stallCount: stalls.length,
      stalledMs: totalMs(stalls),
      stalledSince,
    };
  }

  private set(sender: Side, left: number, atMs: number): void {
    const watch = this.watches[sender];
    if (watch.left !== left) this.points[sender].push({ atMs, value: left });
    watch.set(left, atMs);
  }
}

/**
 * Whose DATA the window of a frame is about: of DATA its sender. WINDOW_UPDATE and SETTINGS bind who receives them; an ACK of SETTINGS
 * binds who sends it.
 */
export function senderOf({ from, type, flags }: Frame): Side {
  return type === 'DATA' || (type === 'SETTINGS' && flags.includes('ACK')) ? from : otherSide(from);
}

/** "server may still send 65,535 bytes; lowest 0 at 1.200 s; used up 2 times, 310 ms in all" */
export function windowWords({ sender, now, lowest, stallCount, stalledMs, stalledSince }: WindowSeries): string {
  if (now === undefined) return `what the ${sideWord(sender)} may still send is not known: no frame has told it`;
  const low = lowest === undefined ? '' : `; lowest ${whole(lowest.value)} at ${offsetText(lowest.atMs)}`;
  const times = stallCount === 1 ? 'once' : `${stallCount} times`;
  const stalled = stallCount === 0 ? '; never used up' : `; used up ${times}, ${duration(stalledMs)} in all`;
  const still = stalledSince === undefined ? '' : `, since ${offsetText(stalledSince)} without credit`;
  return `${sideWord(sender)} may still send ${whole(now)} bytes${low}${stalled}${still}`;
}
