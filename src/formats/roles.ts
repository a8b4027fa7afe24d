/**
 * Which connections we opened ourselves. Formats that say "sent" and "received" need it, and only `connectionOpened` tells:
 * on a connection that has not been seen to open, we are taken for the server.
 */

import type { Side, TraceEvent } from '../trace/event.ts';

/**
 * Connections that are remembered. Closing forgets them; the limit is for those whose end was never told, because events
 * were lost. The oldest goes first.
 */
const MAX_CLIENT_CONNECTIONS = 4096;

export interface Roles {
  /** To be called with every event, in order. */
  observe(event: TraceEvent): void;
  ours(conn: string): Side;
}

export function createRoles(): Roles {
  const clients = new Set<string>();

  function remember(conn: string): void {
    if (clients.size >= MAX_CLIENT_CONNECTIONS) {
      for (const oldest of clients) {
        clients.delete(oldest);
        break;
      }
    }
    clients.add(conn);
  }

  return {
    observe(event) {
      if (event.kind === 'connectionOpened' && event.connectionOpened.role === 'CLIENT') remember(event.conn);
      else if (event.kind === 'connectionClosed') clients.delete(event.conn);
    },
    ours: (conn) => (clients.has(conn) ? 'CLIENT' : 'SERVER'),
  };
}
