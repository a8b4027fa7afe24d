/** The sessions of an http2 server: each under the policy, and all ended when the server stops. */

import type { Http2Server, ServerHttp2Session } from 'node:http2';

import { cut, endGracefully } from './graceful-end.ts';
import { keepAlive } from './keepalive.ts';
import { limitAge } from './max-age.ts';
import { limitIdle } from './max-idle.ts';
import type { Http2Policy, SessionPolicy } from './policy.ts';
import { announce } from './settings.ts';
import { keepBareSockets } from './shutdown-notice.ts';

/** As grpc-go has it: far more than any round trip, and busy clients answer late. */
const MAX_ROUND_TRIP_MS = 5_000;

/** Of the grace time: what is left is for the calls. */
const ROUND_TRIP_SHARE = 0.5;

/** After the grace time a session is told so with RST_STREAM and GOAWAY; this long these have to get out. */
export const LAST_WORDS_MS = 100;

export interface Http2Sessions {
  /**
   * Each session, and each that begins from now on, ends gracefully; what is left after `graceMs` is cut. The sockets tell when it
   * is over.
   */
  drain(graceMs: number): void;
}

/** To be called once for a server, before it has connections. */
export function governSessions(server: Http2Server, policy: Http2Policy): Http2Sessions {
  const open = new Set<ServerHttp2Session>();
  let drainEnd: ((session: ServerHttp2Session) => void) | undefined;
  keepBareSockets(server);
  announce(server, policy.settings);
  server.on('session', (session) => {
    open.add(session);
    session.once('close', () => open.delete(session));
    govern(session, policy.sessions);
    drainEnd?.(session);
  });

  return {
    drain(graceMs) {
      const roundTripMs = Math.min(MAX_ROUND_TRIP_MS, graceMs * ROUND_TRIP_SHARE);
      drainEnd = (session) => endGracefully(session, { reason: 'graceful_stop', roundTripMs });
      for (const session of open) drainEnd(session);
      setTimeout(() => open.forEach(cut), graceMs).unref();
    },
  };
}

function govern(session: ServerHttp2Session, { keepalive, maxAgeMs, maxAgeGraceMs, maxIdleMs }: SessionPolicy): void {
  const roundTripMs = MAX_ROUND_TRIP_MS;
  if (keepalive !== undefined) keepAlive(session, keepalive);
  if (maxAgeMs !== undefined) {
    limitAge(session, maxAgeMs, () =>
      endGracefully(session, { reason: 'max_age', roundTripMs, graceMs: maxAgeGraceMs }),
    );
  }
  if (maxIdleMs !== undefined) {
    limitIdle(session, maxIdleMs, () => endGracefully(session, { reason: 'max_idle', roundTripMs }));
  }
}
