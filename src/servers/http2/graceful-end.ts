/** The end of a session that loses no call: GOAWAY, a round trip, GOAWAY, and then what is open may end. */

import { constants, type Http2Session } from 'node:http2';

import { sendShutdownNotice } from './shutdown-notice.ts';

export interface GracefulEnd {
  /** The debug data of the first GOAWAY, as gRPC servers have them: "max_age", "max_idle", "graceful_stop". */
  readonly reason: string;
  /** How long the round trip may take. A client that does not answer PINGs is not waited for longer. */
  readonly roundTripMs: number;
  /** How long streams may be open after the second GOAWAY. Absent: as long as they like. */
  readonly graceMs?: number | undefined;
}

const ENDING = Symbol('graceful end');

type EndingSession = Http2Session & { [ENDING]?: true };

/**
 * RFC 9113 §6.8. Streams that the client opens before it has read the first GOAWAY are served: the PING behind that one is answered
 * after they were sent, and only then does the second GOAWAY say which was the last. A session that is ending already is left alone.
 */
export function endGracefully(session: Http2Session, { reason, roundTripMs, graceMs }: GracefulEnd): void {
  if (!beginEnd(session)) return;
  let timer: NodeJS.Timeout | undefined;
  let isAnswered = false;
  session.once('close', () => clearTimeout(timer));
  const finish = () => {
    if (isAnswered || session.destroyed) return;
    isAnswered = true;
    clearTimeout(timer);
    if (graceMs !== undefined) timer = setTimeout(cut, graceMs, session);
    session.close();
  };
  // A session that began in this turn has its SETTINGS to send first.
  setImmediate(() => {
    if (!sendShutdownNotice(session, reason)) {
      finish();
      return;
    }
    timer = setTimeout(finish, roundTripMs);
    session.ping(finish);
  });
}

/** What is open is reset, with the code that gRPC servers take for calls that they give up. */
export function cut(session: Http2Session): void {
  if (!session.destroyed) session.destroy(new Error('cut: the grace time is over'), constants.NGHTTP2_CANCEL);
}

function beginEnd(session: EndingSession): boolean {
  if (session[ENDING] === true || session.closed || session.destroyed) return false;
  session[ENDING] = true;
  return true;
}
