/** How a stream ended, in words: by whom, when, whose answer it was, and whether a retry is safe. */

import { printable } from '../../formats/escape.ts';
import type { EventOf, GrpcStatus, Rpc, Side, StreamEnd, StreamStage } from '../../trace/event.ts';
import { type Outcome, outcomeOf } from './stream-story-outcome.ts';

export interface Ending {
  readonly seq: number;
  readonly by: Side;
  readonly how: string;
  /** How far the exchange had come. */
  readonly stage: string;
  readonly outcome: Outcome;
  readonly grpcStatus: GrpcStatus | undefined;
  readonly httpStatus: number | undefined;
  readonly origin: string;
  readonly originReason: string;
  readonly retry: string;
  readonly retryIs: 'safe' | 'unsafe' | 'unknown';
  readonly retryReason: string;
}

export const HOW_WORDS: { readonly [how in StreamEnd]: string } = {
  TRAILERS: 'trailers',
  TRAILERS_ONLY: 'trailers-only response',
  END_STREAM_WITHOUT_TRAILERS: 'END_STREAM without trailers',
  RST_STREAM: 'RST_STREAM',
  CONNECTION_CLOSED: 'its connection closed',
};

const STAGE_WORDS: { readonly [stage in StreamStage]: string } = {
  REQUEST: 'while the request was being sent',
  WAITING: 'while the response was awaited: the request was complete',
  RESPONSE: 'within the response: its head had been sent',
  COMPLETE: 'after the whole response',
};

const RETRY_WORDS = { safe: 'retry safe', unsafe: 'retry not safe', unknown: 'retry: not told by the wire' } as const;

/** @param rpc absent where it is no gRPC call */
export function endingOf({ seq, streamClosed }: EventOf<'streamClosed'>, rpc: Rpc | undefined): Ending {
  const { endedBy, how, stage, grpcStatus, httpStatus, retrySafe } = streamClosed;
  const retryIs = retrySafe === undefined ? 'unknown' : retrySafe ? 'safe' : 'unsafe';
  return {
    seq,
    by: endedBy,
    how: HOW_WORDS[how] ?? how,
    stage: STAGE_WORDS[stage] ?? stage,
    outcome: outcomeOf(streamClosed, rpc),
    grpcStatus,
    httpStatus,
    origin: streamClosed.origin,
    originReason: printable(streamClosed.originReason),
    retry: RETRY_WORDS[retryIs],
    retryIs,
    retryReason: printable(streamClosed.retryReason),
  };
}
