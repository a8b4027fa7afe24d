/**
 * The parts of a call that mostly come in one piece: HEADERS with the opening of the stream, a message in a DATA frame of its own,
 * trailers with the end of the stream. They are nearly all events of a server of gRPC, so each is looked at as a whole.
 */

import type { EventOf, Side, TraceEvent } from '../trace/event.ts';
import { LONG_MESSAGE_BYTES } from './facts/message-progress.ts';
import { hasCredit, PREFIX_BYTES } from './held-call.ts';

/** HEADERS, the opening of the stream. */
export const REQUEST_EVENTS = 2;
/** HEADERS of a response. */
export const HEAD_EVENTS = 1;
/** DATA, its message. */
export const MESSAGE_EVENTS = 2;
/** Trailers, the end of the stream. */
export const END_EVENTS = 2;

/** @returns the opening of the stream behind the HEADERS of a request */
export function openingBehind(
  events: readonly TraceEvent[],
  at: number,
  streamId: number,
): EventOf<'streamOpened'> | undefined {
  const opened = events[at + 1];
  return opened?.kind === 'streamOpened' && opened.streamOpened.streamId === streamId ? opened : undefined;
}

/** @returns whether this is DATA with one message and nothing else */
export function isWholeMessage(events: readonly TraceEvent[], at: number, streamId: number, from: Side): boolean {
  const data = events[at];
  if (data?.kind !== 'frame') return false;
  const { frame } = data;
  if (frame.type !== 'DATA' || frame.streamId !== streamId || frame.from !== from) return false;
  if (frame.violation !== undefined || !hasCredit(frame)) return false;
  const event = events[at + 1];
  if (event?.kind !== 'message' || event.message.streamId !== streamId || event.message.from !== from) return false;
  return isPlainMessage(event) && event.message.length + PREFIX_BYTES === frame.length;
}

/** @returns the end of the stream behind its trailers, where it ends with OK */
export function endBehind(
  events: readonly TraceEvent[],
  at: number,
  streamId: number,
): EventOf<'streamClosed'> | undefined {
  const closed = events[at + 1];
  if (closed?.kind !== 'streamClosed' || closed.streamClosed.streamId !== streamId) return undefined;
  return isOk(closed) ? closed : undefined;
}

export function isOk({ streamClosed: { how, grpcStatus } }: EventOf<'streamClosed'>): boolean {
  return how === 'TRAILERS' && grpcStatus?.code === 0;
}

export function isPlainMessage({ message }: EventOf<'message'>): boolean {
  return !message.compressed && message.length < LONG_MESSAGE_BYTES;
}
