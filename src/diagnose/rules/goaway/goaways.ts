/** What rules about GOAWAY have in common. */

import type { ConnectionClosed } from '../../../trace/event.ts';
import type { ConnectionFacts } from '../../facts/connection.ts';
import type { CutStreams } from '../../facts/cut-streams.ts';
import type { SentGoaway, SideFacts } from '../../facts/side.ts';
import type { StreamFacts } from '../../facts/stream.ts';
import { hasFailed, NO_ERROR } from '../shared/goaway-cause.ts';
import { keepaliveTimeout } from '../shared/keepalive-timeout.ts';
import { count, list } from '../words.ts';

/** RFC 9113 §6.8: the last stream id of a GOAWAY that asks for no new streams, and leaves none out. */
export const ANY_STREAM = 2 ** 31 - 1;

/** An explanation names a few. */
const MAX_NAMES = 3;
const MAX_EVIDENCE = 8;

/** Those without an error, oldest first: the connection is to end, and nothing is wrong. */
export function planned({ goaways }: SideFacts): readonly SentGoaway[] {
  return goaways.filter(({ errorCode }) => errorCode === NO_ERROR);
}

/** Streams of the client that a GOAWAY of the server leaves out: it has done nothing for them, and never will. */
export function leftOut(streams: Iterable<StreamFacts>, lastStreamId: number): StreamFacts[] {
  return Array.from(streams).filter(({ id }) => id % 2 === 1 && id > lastStreamId);
}

/** "pkg.Service/Method and GET /x" */
export function names(streams: readonly StreamFacts[]): string {
  const all = [...new Set(streams.map(({ name }) => name))];
  const shown = all.slice(0, MAX_NAMES);
  return all.length > MAX_NAMES ? list([...shown, 'others']) : list(shown);
}

/** `seq` of their requests. */
export function requests(streams: readonly StreamFacts[]): number[] {
  return streams.slice(0, MAX_EVIDENCE).map(({ requestSeq }) => requestSeq);
}

/** What becomes of streams that their connection takes with it. */
export type LostStreams = Pick<CutStreams, 'count' | 'retrySafe' | 'answering' | 'longestMs' | 'streams'>;

/** Of streams that are open still, when the server gives them up with this last stream id. */
export function openStreams({ streams }: ConnectionFacts, lastStreamId: number, time: number): LostStreams {
  const all = Array.from(streams.values());
  return {
    count: all.length,
    retrySafe: leftOut(all, lastStreamId).length,
    answering: all.filter(({ response }) => response !== undefined).length,
    longestMs: Math.max(0, ...all.map(({ openedAt }) => (time - openedAt) / 1_000)),
    streams: all,
  };
}

/** What may be sent again. */
export function retries({ count: all, retrySafe, answering }: LostStreams): string {
  if (retrySafe === all) return 'The server had done nothing for them: a retry is safe.';
  const [safe, who] =
    retrySafe === 0 ? ['', 'Nobody'] : [`${count(retrySafe, 'stream')} may be sent again; of the others nobody`, ''];
  const answers = answering === 0 ? '' : ` (${count(answering, 'response')} had begun)`;
  return `${safe}${who} can tell how far the server had come${answers}: only what is idempotent may be sent again.`;
}

/** Whether it is the first of its side with this debug data: it comes again on the second GOAWAY of a graceful end. */
export function isFirstWith({ goaways }: SideFacts, debug: string): boolean {
  return goaways.filter((goaway) => goaway.debug === debug).length === 1;
}

/**
 * The end of a connection that the server had announced without an error, and that took streams with it which it had not left out: G3
 * where it came at once, else G4. The client may have left as well, which is its own business.
 */
export function isCutBehindGoaway(connection: ConnectionFacts, closed: ConnectionClosed, time: number): boolean {
  const { cut, server } = connection;
  if (cut.count === 0 || cut.count === cut.retrySafe || cut.endedBy === 'CLIENT') return false;
  return (
    planned(server).length > 0 && !hasFailed(connection) && keepaliveTimeout(connection, closed, time) === undefined
  );
}
