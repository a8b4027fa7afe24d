import type { Side } from './event.ts';
import type { OriginVerdict } from './origin-verdict.ts';

/** What made a stream end. */
export type EndCause = CompleteCause | ResetCause | ConnectionCause;

/** Its own last frame. */
export interface CompleteCause {
  readonly kind: 'complete';
}

export interface ResetCause extends Unfinished {
  readonly kind: 'reset';
  readonly errorCode: number;
}

/** The end of its connection. */
export interface ConnectionCause extends Unfinished {
  readonly kind: 'connection';
  /** Of all streams that it took with it. */
  readonly verdict: OriginVerdict;
}

interface Unfinished {
  readonly from: Side;
  /** A GOAWAY of the server promised that it did nothing for this stream, RFC 9113 §6.8. */
  readonly unprocessed: boolean;
  /** The SETTINGS came that every server begins with, RFC 9113 §3.4. */
  readonly serverReady: boolean;
}
