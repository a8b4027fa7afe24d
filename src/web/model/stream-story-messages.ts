/** Which DATA frames carried which gRPC message: a message may be in many frames, and a frame may have many messages. */

import type { EventOf, Side, TraceEvent } from '../../trace/event.ts';

export interface Carriers {
  /** Of a message's event (its `seq`): the DATA frames that it came in, as far as they are held. */
  framesOf(message: EventOf<'message'>): readonly EventOf<'frame'>[];
  /** Whether a frame is told with a message. */
  isCarrier(frame: EventOf<'frame'>): boolean;
  /** Whether nothing of the frame is behind this message. */
  isLastIn(message: EventOf<'message'>, frame: EventOf<'frame'>): boolean;
}

export function carriersOf(events: readonly TraceEvent[]): Carriers {
  const data: { readonly [side in Side]: EventOf<'frame'>[] } = { CLIENT: [], SERVER: [] };
  for (const event of events) if (event.kind === 'frame' && isWholeData(event)) data[event.frame.from]?.push(event);

  const frames = new Map<number, readonly EventOf<'frame'>[]>();
  const lastMessageIn = new Map<number, number>();
  const reached: { [side in Side]: number } = { CLIENT: 0, SERVER: 0 };
  for (const event of events) {
    if (event.kind !== 'message') continue;
    const { from, firstFrame, lastFrame } = event.message;
    // 0 is a frame that was not recorded: what is behind the message before is of this one.
    const carriers = between(data[from] ?? [], firstFrame === 0 ? reached[from] + 1 : firstFrame, lastFrame);
    frames.set(event.seq, carriers);
    for (const { seq } of carriers) lastMessageIn.set(seq, event.seq);
    reached[from] = Math.max(reached[from], lastFrame);
  }
  return {
    framesOf: (message) => frames.get(message.seq) ?? [],
    isCarrier: (frame) => lastMessageIn.has(frame.seq),
    isLastIn: (message, frame) => lastMessageIn.get(frame.seq) === message.seq,
  };
}

/** A frame that broke a rule is told by itself. */
function isWholeData({ frame }: EventOf<'frame'>): boolean {
  return frame.type === 'DATA' && frame.violation === undefined;
}

/** Those with a `seq` from `first` to `last`, of frames in their order. */
function between(frames: readonly EventOf<'frame'>[], first: number, last: number): readonly EventOf<'frame'>[] {
  return frames.slice(placeOf(frames, first), placeOf(frames, last + 1));
}

/** The place of the first with at least this `seq`. */
function placeOf(frames: readonly EventOf<'frame'>[], seq: number): number {
  let low = 0;
  let high = frames.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((frames[middle]?.seq ?? 0) < seq) low = middle + 1;
    else high = middle;
  }
  return low;
}
