/** What frames mean to their connection, whatever they mean to their streams, and whether or not a rule has a word for them. */

import type { TraceEvent } from '../trace/event.ts';
import type { ConnectionFacts } from './facts/connection.ts';
import { lullBefore, MIN_LULL_MS } from './facts/lull.ts';
import type { SideFacts } from './facts/side.ts';
import type { FrameEvent } from './rule.ts';

/** RFC 9113 §6.1. */
const END_STREAM = 0x1;

/** As many events as the frames that are remembered of a side can be part of (facts/recent-frames.ts). */
const NEAR_THE_END = 20;

export function heard(facts: ConnectionFacts, event: FrameEvent): void {
  const { frame } = event;
  const { from, type } = frame;
  const side = facts.side(from);
  spoke(facts, event);
  side.heard(event);
  if (type === 'DATA') spent(facts, event, side);
  if (from === 'SERVER' && (type === 'DATA' || frame.headers !== undefined)) facts.pingStrikes.answered();
}

/** The same for HEADERS or DATA of a plain call (plain-calls.ts). @param left events of this moment, with this one */
export function heardPlain(facts: ConnectionFacts, event: FrameEvent, left: number): void {
  const isData = event.frame.type === 'DATA';
  const side = facts.side(event.frame.from);
  if (facts.lastFrameAt !== event.time) spoke(facts, event);
  side.heardPlain(event, isData ? 0 : 1, isData ? 1 : 0);
  if (isData) spent(facts, event, side);
  if (side.from === 'SERVER') facts.pingStrikes.answered();
  // More frames are not remembered: before anybody can ask for them the others have come.
  if (left <= NEAR_THE_END) side.recent.add(event);
}

/** The same for all frames of a part of a plain call (call-parts.ts). */
export function heardPart(facts: ConnectionFacts, events: readonly TraceEvent[], at: number, count: number): void {
  const first = events[at];
  if (first?.kind !== 'frame') return;
  const side = facts.side(first.frame.from);
  if (facts.lastFrameAt !== first.time) spoke(facts, first);
  let headers = 0;
  let last = first;
  for (let i = at; i < at + count; i++) {
    const event = events[i];
    if (event?.kind !== 'frame') continue;
    if (event.frame.type === 'DATA') spent(facts, event, side);
    else headers += 1;
    last = event;
  }
  side.heardPlain(last, headers, last.frame.type === 'DATA' ? 1 : 0);
  if (side.from === 'SERVER') facts.pingStrikes.answered();
  if (events.length - at <= NEAR_THE_END) side.remember(events, at, count);
}

function spoke(facts: ConnectionFacts, event: FrameEvent): void {
  facts.heard(event.time);
  if (facts.silenceMs >= MIN_LULL_MS) facts.lull = lullBefore(event, facts.silenceMs);
}

/** DATA takes from the window of the connection. */
function spent(facts: ConnectionFacts, { time, seq, frame }: FrameEvent, side: SideFacts): void {
  const { flagBits, length, window } = frame;
  if (window === undefined || length === 0) return;
  const isLast = (flagBits & END_STREAM) !== 0 && facts.openStreams <= 1;
  side.window.spent(window.connection, isLast, time, seq);
}
