/**
 * The two halves of a unary call as they mostly come, each in one piece. They are nearly all events of a server of unary calls, so they
 * are looked at as a whole.
 */

import type { EventOf, TraceEvent } from '../trace/event.ts';
import { LONG_MESSAGE_BYTES } from './facts/message-progress.ts';
import { hasCredit, PREFIX_BYTES } from './held-call.ts';
import type { FrameEvent } from './rule.ts';

/** HEADERS, the opening of the stream, DATA, its message. */
export const REQUEST_EVENTS = 4;
/** HEADERS, DATA, its message, trailers, the end of the stream. */
export const RESPONSE_EVENTS = 5;

/** RFC 9113 §6.1. */
const END_STREAM = 0x1;

/** @returns whether what is behind the HEADERS of a request is all of a plain one */
export function isWholeRequest(events: readonly TraceEvent[], at: number, streamId: number): boolean {
  const opened = events[at + 1];
  const data = events[at + 2];
  if (opened?.kind !== 'streamOpened' || opened.streamOpened.streamId !== streamId) return false;
  if (data?.kind !== 'frame' || (data.frame.flagBits & END_STREAM) === 0) return false;
  return isOneMessage(data, events[at + 3], streamId, 'CLIENT');
}

/** @returns whether what is behind the HEADERS of a response is all of one that ends with OK, but for what its trailers say */
export function isWholeResponse(events: readonly TraceEvent[], at: number, streamId: number): boolean {
  const data = events[at + 1];
  const trailers = events[at + 3];
  const closed = events[at + 4];
  if (data?.kind !== 'frame' || !isOneMessage(data, events[at + 2], streamId, 'SERVER')) return false;
  if (trailers?.kind !== 'frame' || trailers.frame.streamId !== streamId) return false;
  if (trailers.frame.violation !== undefined || closed?.kind !== 'streamClosed') return false;
  return closed.streamClosed.streamId === streamId && isOk(closed);
}

export function isOk({ streamClosed: { how, grpcStatus } }: EventOf<'streamClosed'>): boolean {
  return how === 'TRAILERS' && grpcStatus?.code === 0;
}

export function isPlainMessage({ message }: EventOf<'message'>): boolean {
  return !message.compressed && message.length < LONG_MESSAGE_BYTES;
}

/** DATA with one message and nothing else. */
function isOneMessage(
  { frame }: FrameEvent,
  message: TraceEvent | undefined,
  streamId: number,
  from: 'CLIENT' | 'SERVER',
): boolean {
  if (frame.type !== 'DATA' || frame.streamId !== streamId || frame.from !== from) return false;
  if (frame.violation !== undefined || !hasCredit(frame)) return false;
  if (message?.kind !== 'message' || message.message.streamId !== streamId || message.message.from !== from)
    return false;
  return isPlainMessage(message) && message.message.length + PREFIX_BYTES === frame.length;
}
