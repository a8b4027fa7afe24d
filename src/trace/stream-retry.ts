/** Whether a request may be sent again, as far as its one connection tells. */

import { ERROR_CODE } from '../wire/http2/error-code.ts';
import type { EndCause } from './end-cause.ts';
import type { StreamEnd } from './event.ts';
import type { Stream } from './stream.ts';

export interface RetryVerdict {
  /** Undefined where the wire does not tell. */
  readonly safe: boolean | undefined;
  readonly reason: string;
}

// Shared by all calls: they are made for each of them, and kept by the ring.
const COMPLETE: RetryVerdict = {
  safe: undefined,
  reason: 'the response is complete: the application knows what its status means for a retry',
};
const ANSWERED: RetryVerdict = { safe: false, reason: 'an answer had begun, so the request was worked on' };
const REFUSED: RetryVerdict = {
  safe: true,
  reason: 'REFUSED_STREAM: the server did nothing for the request, RFC 9113 §8.7',
};
const LEFT_OUT: RetryVerdict = {
  safe: true,
  reason: 'its id is above the last stream id of the GOAWAY: the server did nothing for the request, RFC 9113 §6.8',
};
const NEVER_READY: RetryVerdict = {
  safe: true,
  reason:
    'the server never sent its SETTINGS, RFC 9113 §3.4: gRPC clients count the call as not sent (transparent retry, gRFC A6)',
};
const UNKNOWN: RetryVerdict = {
  safe: undefined,
  reason: 'nobody can tell: the server may have worked on the request',
};

/** A server that answers has processed something, whatever it says afterwards. */
export function retryOf(stream: Stream, how: StreamEnd, cause: EndCause): RetryVerdict {
  if (cause.kind === 'complete' || (how !== 'RST_STREAM' && how !== 'CONNECTION_CLOSED')) return COMPLETE;
  if (stream.response.startedAt !== undefined || stream.server.bytes > 0) return ANSWERED;
  if (cause.kind === 'reset' && cause.errorCode === ERROR_CODE.REFUSED_STREAM && cause.from === 'SERVER')
    return REFUSED;
  if (cause.unprocessed) return LEFT_OUT;
  return cause.serverReady ? UNKNOWN : NEVER_READY;
}
