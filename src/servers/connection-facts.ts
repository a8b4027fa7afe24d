/** Hangs the facts of a connection on its socket, so that a handler finds out which connection it serves. */

import type { ServerHttp2Stream } from 'node:http2';
import type { Socket } from 'node:net';

import type { ConnectionFacts } from '../connection-facts.ts';

/**
 * A property and not a WeakMap: the `session.socket` of Node's http2 is a Proxy, which passes property reads on to the
 * socket but is itself another key.
 */
const FACTS = Symbol('connection facts');

type SocketWithFacts = Socket & { [FACTS]?: ConnectionFacts };

export function attachFacts(socket: Socket, facts: ConnectionFacts): void {
  (socket as SocketWithFacts)[FACTS] = facts;
}

/** @returns undefined where the socket did not come through `accept()` of one of our servers */
export function factsOf(socket: Socket): ConnectionFacts | undefined {
  return (socket as SocketWithFacts)[FACTS];
}

/** @returns undefined also where the stream or its connection has closed meanwhile */
export function factsOfStream({ session }: ServerHttp2Stream): ConnectionFacts | undefined {
  // The socket of a destroyed session throws at the first property that is read.
  return session === undefined || session.destroyed ? undefined : factsOf(session.socket);
}
