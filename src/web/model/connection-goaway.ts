/** GOAWAY in words: who says it, what of the streams is still done, and why. RFC 9113 §6.8, §7. */

import { printableBytes } from '../../formats/escape.ts';
import { cut } from '../../formats/text.ts';
import type { EventOf, Goaway, Side } from '../../trace/event.ts';
import { sideWord } from './connection-words.ts';
import { ERROR_CODES, meaningOf } from './meanings.ts';

export interface GoawayStep {
  readonly seq: number;
  readonly atMs: number;
  readonly from: Side;
  readonly lastStreamId: number;
  /** "NO_ERROR", or "error 0x1f" where the code has no name. */
  readonly error: string;
  readonly isError: boolean;
  /** In words. */
  readonly about: string;
  readonly meaning: string;
  /** Of its debug data, safe to show. */
  readonly debug: string;
}

/** RFC 9113 §6.8: with this one a side says that it will go, and which streams it takes comes in a later one. */
const ALL_STREAMS = 2 ** 31 - 1;

/** Debug data may be as long as a frame; the list of frames has all that was kept. */
const MAX_DEBUG_CHARS = 500;

export function goawayStep({ seq, offsetMs, frame }: EventOf<'frame'>, goaway: Goaway): GoawayStep {
  const { lastStreamId, error, errorCode, debug } = goaway;
  return {
    seq,
    atMs: offsetMs,
    from: frame.from,
    lastStreamId,
    error: error === '' ? `error 0x${errorCode.toString(16)}` : error,
    isError: errorCode !== 0,
    about: aboutStreams(frame.from, lastStreamId),
    meaning: meaningOf(ERROR_CODES, error) ?? 'RFC 9113 gives this code no meaning',
    debug: cut(printableBytes(debug), MAX_DEBUG_CHARS),
  };
}

/** Streams that the other side began: those above the last are safe to be tried again elsewhere. */
function aboutStreams(from: Side, lastStreamId: number): string {
  const side = `the ${sideWord(from)}`;
  if (lastStreamId === ALL_STREAMS) return `${side} is about to go, and leaves out no stream yet`;
  if (lastStreamId === 0) return `${side} has processed no stream of the other side`;
  return `${side} may have processed streams up to ${lastStreamId}; those above can be tried again elsewhere`;
}
