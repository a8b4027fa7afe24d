/** What the caller of a stream got, in a word and whether that is a failure: the same in the table and in the story. */

import type { Rpc, StreamClosed } from '../../trace/event.ts';

export interface Outcome {
  /** "OK", "14 UNAVAILABLE", "CANCEL", "404", "open". */
  readonly text: string;
  readonly is: 'ok' | 'failed' | 'open';
}

export const OPEN: Outcome = { text: 'open', is: 'open' };

const CUT_OFF = { RST_STREAM: 'reset', CONNECTION_CLOSED: 'connection closed' } as const;

/** HTTP statuses from here on are errors, RFC 9110 §15.5. */
const FIRST_ERROR_STATUS = 400;

/** @param rpc of its `streamOpened`, where it is a gRPC call */
export function outcomeOf(closed: StreamClosed, rpc: Rpc | undefined): Outcome {
  const { how, grpcStatus, httpStatus } = closed;
  if (how === 'RST_STREAM' || how === 'CONNECTION_CLOSED') {
    return { text: errorText(closed) || CUT_OFF[how], is: 'failed' };
  }
  if (grpcStatus !== undefined) {
    const { code, name } = grpcStatus;
    return { text: code === 0 ? name : `${code} ${name}`.trim(), is: code === 0 ? 'ok' : 'failed' };
  }
  if (httpStatus === undefined) return { text: 'no status', is: 'failed' };
  if (rpc !== undefined) return { text: `${httpStatus}, no grpc-status`, is: 'failed' };
  return { text: String(httpStatus), is: httpStatus < FIRST_ERROR_STATUS ? 'ok' : 'failed' };
}

/** A code that has no name keeps its number. */
function errorText({ error, errorCode }: StreamClosed): string {
  return error || (errorCode === undefined ? '' : `error 0x${errorCode.toString(16)}`);
}
