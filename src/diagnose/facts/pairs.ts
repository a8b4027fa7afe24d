/** The two legs of a proxied connection find each other by `pairedConn`, whichever opens first. */

import type { ConnectionFacts } from './connection.ts';

/** Legs that are open; each is removed at its end, so only a slip of ours comes here. */
const MAX_LEGS = 65_536;

export class Pairs {
  private readonly legs = new Map<string, ConnectionFacts>();

  opened(connection: ConnectionFacts): void {
    const { pairedConn } = connection.opened;
    const other = pairedConn === undefined ? undefined : this.legs.get(pairedConn);
    if (other !== undefined) {
      connection.paired = other;
      other.paired = connection;
    }
    // A leg whose `pairedConn` is not told may be named by the other one: only connections that are proxied at all are kept.
    const isLeg = pairedConn !== undefined || connection.opened.listener === 'proxy';
    if (isLeg && this.legs.size < MAX_LEGS) this.legs.set(connection.conn, connection);
  }

  closed(connection: ConnectionFacts): void {
    this.legs.delete(connection.conn);
  }
}
