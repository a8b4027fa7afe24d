import type { Side } from '../trace/event.ts';

/** What a filter can do to the connection that it stands in. */
export interface Wire {
  /** Sends bytes to the other side, as if `from` had said them. Nothing where the connection has been ended. */
  pass(from: Side, bytes: Uint8Array): void;
  /** Ends the connection as its server would: what was passed comes first. @param why for the trace */
  end(how: 'FIN' | 'RST', why: string): void;
}

/** Stands between the two sockets of a splice: what it does not pass is not sent. */
export interface ByteFilter {
  /** Called before all else, once. */
  attach(wire: Wire): void;
  /** A chunk of one side. Not to be kept or changed: copies may be. Must not throw. */
  receive(from: Side, chunk: Uint8Array): void;
  /** The connection is over. */
  closed(): void;
}
