/** Hangs the facts of a connection on its socket, so that a handler finds out which connection it serves. */

import type { Http2Session, ServerHttp2Stream } from 'node:http2';
import type { Socket } from 'node:net';

import type { ConnectionFacts } from '../connection-facts.ts';

/**
 * A property and not a WeakMap: the `session.socket` of Node's http2 is a Proxy, which passes property reads on to the
 * socket but is itself another key.
 */
const FACTS = Symbol('connection facts');

type SocketWithFacts = Socket & { [FACTS]?: ConnectionFacts };
type SessionWithFacts = Http2Session & { [FACTS]?: ConnectionFacts | undefined };

export function attachFacts(socket: Socket, facts: ConnectionFacts): void {
  const { peer, local } = facts;
  // Who asks the socket, channelz and `request.ip` of fastify for example, asks for these, and a unix socket has none.
  define(socket, { remoteAddress: peer.address, remotePort: peer.port });
  define(socket, { localAddress: local.address, localPort: local.port });
  (socket as SocketWithFacts)[FACTS] = facts;
}

/** @returns undefined where the socket did not come through `accept()` of one of our servers */
export function factsOf(socket: Socket): ConnectionFacts | undefined {
  return (socket as SocketWithFacts)[FACTS];
}

/** @returns undefined also where the stream or its connection has closed before somebody asked */
export function factsOfStream({ session }: ServerHttp2Stream): ConnectionFacts | undefined {
  return session === undefined ? undefined : factsOfSession(session);
}

/** Kept on the session too: its socket is a Proxy, which is slow, and throws when the session is destroyed. */
function factsOfSession(session: SessionWithFacts): ConnectionFacts | undefined {
  if (session[FACTS] === undefined && !session.destroyed) session[FACTS] = factsOf(session.socket);
  return session[FACTS];
}

/** They are getters of the class: an assignment would throw. */
function define(socket: Socket, values: Partial<Socket>): void {
  for (const [name, value] of Object.entries(values))
    Object.defineProperty(socket, name, { value, configurable: true });
}
