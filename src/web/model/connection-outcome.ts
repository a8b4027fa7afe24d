/** How streams ended: the words of their table (stream-story-outcome.ts), and whose doing it was where they were cut short. */

import { printableBytes } from '../../formats/escape.ts';
import { cut } from '../../formats/text.ts';
import type { Rpc, StreamClosed } from '../../trace/event.ts';
import { sideWord, type Tone } from './connection-words.ts';
import { outcomeOf } from './stream-story-outcome.ts';

export interface Ended {
  readonly words: string;
  readonly tone: Tone;
}

export const CUT_OFF: Ended = { words: 'cut off with the connection', tone: 'error' };

/** @param rpc of its `streamOpened`, where it is a gRPC call */
export function streamEnd(closed: StreamClosed, rpc: Rpc | undefined): Ended {
  if (closed.how === 'CONNECTION_CLOSED') return CUT_OFF;
  const { text, is } = outcomeOf(closed, rpc);
  const words = closed.how === 'RST_STREAM' ? `${text} by ${sideWord(closed.endedBy)}` : text;
  return { words, tone: is === 'ok' ? 'good' : 'error' };
}

/** RFC 9110 §15.5. */
const FIRST_ERROR_STATUS = 400;

export function http1End(status: number | undefined): Ended {
  if (status === undefined) return { words: 'no status', tone: 'error' };
  return { words: String(status), tone: status < FIRST_ERROR_STATUS ? 'good' : 'error' };
}

/** A path may be as long as a header list. */
const MAX_NAME_CHARS = 200;

/** "sre.echo.v1.EchoService/Echo", "GET /path": safe to show. */
export function callName(method: string, path: string, rpc?: Rpc): string {
  return cut(printableBytes(rpc === undefined ? `${method} ${path}` : `${rpc.service}/${rpc.method}`), MAX_NAME_CHARS);
}
