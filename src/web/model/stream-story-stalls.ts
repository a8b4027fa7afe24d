/** When a sender of DATA had used up a window, and had to wait for its peer's credit: RFC 9113 §5.2. */

import type { EventOf, Frame, Side, TraceEvent } from '../../trace/event.ts';
import { endsStream } from './stream-story-words.ts';

export interface Stall {
  /** Who had to wait. */
  readonly from: Side;
  readonly scope: 'stream' | 'connection';
  readonly fromMs: number;
  readonly toMs: number;
  /** `data`: credit came unseen, by the next DATA at the latest. `open`: it lasts as long as the story. */
  readonly endedBy: 'credit' | 'data' | 'close' | 'open';
}

export interface Stalls {
  /** The longest, in the order in which they began. */
  readonly shown: readonly Stall[];
  readonly count: number;
  /** Of each side, without counting twice while both of its windows were used up. */
  readonly totalMs: { readonly [side in Side]: number };
}

/** What a diagram of 400 steps can tell apart. */
const MAX_SHOWN = 60;

type Scope = Stall['scope'];
const SCOPES: readonly Scope[] = ['stream', 'connection'];
const SIDES: readonly Side[] = ['CLIENT', 'SERVER'];

/** @param start in microseconds: times of stalls are counted from it */
export function stallsOf(events: readonly TraceEvent[], start: number): Stalls {
  const open = new Map<string, number>();
  const all: Stall[] = [];
  const end = (from: Side, scope: Scope, atMs: number, endedBy: Stall['endedBy']) => {
    const fromMs = open.get(from + scope);
    if (fromMs === undefined) return;
    open.delete(from + scope);
    // DATA in one burst, whatever the window said: nobody waited.
    if (endedBy === 'data' && atMs === fromMs) return;
    all.push({ from, scope, fromMs, toMs: atMs, endedBy });
  };
  const endAll = (sides: readonly Side[], atMs: number, endedBy: Stall['endedBy']) => {
    for (const from of sides) for (const scope of SCOPES) end(from, scope, atMs, endedBy);
  };
  for (const event of events) {
    const atMs = (event.time - start) / 1000;
    if (event.kind === 'streamClosed') endAll(SIDES, atMs, 'close');
    if (event.kind !== 'frame') continue;
    const { frame } = event;
    if (frame.type === 'RST_STREAM') endAll(SIDES, atMs, 'close');
    if (frame.type === 'WINDOW_UPDATE') credit(frame, (from, scope) => end(from, scope, atMs, 'credit'));
    if (frame.type !== 'DATA' || frame.length === 0) continue;
    endAll([frame.from], atMs, 'data');
    for (const scope of usedUpBy(event)) open.set(frame.from + scope, atMs);
  }
  endAll(SIDES, ((events.at(-1)?.time ?? start) - start) / 1000, 'open');
  return {
    shown: longest(all),
    count: all.length,
    totalMs: { CLIENT: total(all, 'CLIENT'), SERVER: total(all, 'SERVER') },
  };
}

/** On a stream of its own a WINDOW_UPDATE tells of that window alone; the connection's is of stream 0. */
function credit({ from, window, streamId }: Frame, end: (from: Side, scope: Scope) => void): void {
  const sender = from === 'CLIENT' ? 'SERVER' : 'CLIENT';
  if (streamId !== 0 && (window?.stream ?? 1) > 0) end(sender, 'stream');
  if (window !== undefined && window.connection > 0) end(sender, 'connection');
}

/** Whoever has said all waits for nothing. */
function usedUpBy({ frame }: EventOf<'frame'>): readonly Scope[] {
  const { window } = frame;
  if (window === undefined || endsStream(frame)) return [];
  return SCOPES.filter((scope) => (window[scope] ?? 1) <= 0);
}

function longest(stalls: readonly Stall[]): readonly Stall[] {
  const byLength = [...stalls].sort((a, b) => b.toMs - b.fromMs - (a.toMs - a.fromMs)).slice(0, MAX_SHOWN);
  return byLength.sort((a, b) => a.fromMs - b.fromMs);
}

function total(stalls: readonly Stall[], side: Side): number {
  let sum = 0;
  let until = 0;
  for (const { from, fromMs, toMs } of [...stalls].sort((a, b) => a.fromMs - b.fromMs)) {
    if (from !== side) continue;
    sum += Math.max(toMs - Math.max(fromMs, until), 0);
    until = Math.max(until, toMs);
  }
  return sum;
}
