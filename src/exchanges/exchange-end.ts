import type { Side, StreamClosed } from '../trace/event.ts';
import type { ExchangeEnd } from './exchange.ts';

/** Written out: this is made for each call. */
export function endOf(closed: StreamClosed, time: number): ExchangeEnd {
  const end: Writable<ExchangeEnd> = {
    time,
    how: closed.how,
    endedBy: closed.endedBy,
    origin: closed.origin,
    originReason: closed.originReason,
    durationMs: closed.durationMs,
    request: closed.request,
    response: closed.response,
  };
  if (closed.errorCode !== undefined) end.errorCode = closed.errorCode;
  if (closed.httpStatus !== undefined) end.httpStatus = closed.httpStatus;
  if (closed.grpcStatus !== undefined) end.grpcStatus = closed.grpcStatus;
  if (closed.firstByteMs !== undefined) end.firstByteMs = closed.firstByteMs;
  return end;
}

export type Writable<T> = { -readonly [K in keyof T]: T[K] };

const NOTHING = { messages: 0, bytes: 0 };

/** Of an exchange that its connection took with it. @param known what came of the response, and bytes that are known */
export function cutOff(
  startedAt: number,
  endedBy: Side,
  time: number,
  originReason: string,
  known: Partial<Pick<ExchangeEnd, 'httpStatus' | 'firstByteMs' | 'request' | 'response'>> = {},
): ExchangeEnd {
  return {
    time,
    how: 'CONNECTION_CLOSED',
    endedBy,
    origin: 'INFRASTRUCTURE',
    originReason,
    durationMs: (time - startedAt) / 1000,
    request: NOTHING,
    response: NOTHING,
    ...known,
  };
}
