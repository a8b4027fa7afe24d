import type { Direction } from './direction.ts';
import type { Frame, TraceEvent } from './event.ts';
import type { EventSource } from './event-source.ts';

/**
 * Every frame becomes an event here. Where it is the one with which we lost the header lists of its side, that is said right
 * behind it, once: so the events are in the same order however the bytes were split.
 *
 * @returns its `seq`
 */
export function emitFrame(
  source: EventSource,
  direction: Direction,
  frame: Frame,
  time: number,
  out: TraceEvent[],
): number {
  const event = source.frame(time, frame);
  out.push(event);
  if (direction.lost !== undefined && !direction.lossTold) {
    direction.lossTold = true;
    const { from, lost } = direction;
    const reason = `no more header lists of the ${from.toLowerCase()} can be decoded: ${lost}`;
    out.push(source.traceLost(time, { reason, from, dropped: 0 }));
  }
  return event.seq;
}
