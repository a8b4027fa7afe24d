import { constants, type Http2Session } from 'node:http2';

import type { KeepalivePolicy } from './policy.ts';

/** gRFC A8 has no words for it; a trace must tell it from other ends. */
const DEBUG = Buffer.from('keepalive_timeout');

/**
 * Asks a silent client with a PING whether it is there, and ends the session where nothing comes back: gRFC A9, which takes it
 * from A8. Any byte is a sign of life; so a client is asked between once and twice `timeMs` after the last one, and a busy one never.
 */
export function keepAlive(session: Http2Session, { timeMs, timeoutMs }: KeepalivePolicy): void {
  let seen = bytesRead(session);
  let isAsked = false;
  let timer = setTimeout(look, timeMs);
  session.once('close', () => clearTimeout(timer));

  function look(): void {
    if (session.destroyed) return;
    if (bytesRead(session) !== seen) isAlive();
    else if (isAsked) endUnanswered(session);
    else ask();
  }

  function ask(): void {
    isAsked = true;
    timer = setTimeout(look, timeoutMs);
    session.ping(isAlive);
  }

  function isAlive(): void {
    clearTimeout(timer);
    if (session.destroyed) return;
    seen = bytesRead(session);
    isAsked = false;
    timer = setTimeout(look, timeMs);
  }
}

function bytesRead(session: Http2Session): number {
  return session.destroyed ? 0 : session.socket.bytesRead;
}

/** The GOAWAY is for the trace: its client will hardly read it. */
function endUnanswered(session: Http2Session): void {
  session.goaway(constants.NGHTTP2_NO_ERROR, undefined, DEBUG);
  session.destroy();
}
