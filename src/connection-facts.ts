/** What the front knows of a connection and the servers want to know: it travels over the private hop (capture/inner.ts). */

import type { Address, ListenerName, ProxyProtocol, Tls } from './trace/event.ts';

export interface ConnectionFacts {
  /** The `conn` of its trace events: "c1", "c2", … */
  readonly id: string;
  readonly listener: ListenerName;
  readonly peer: Address;
  readonly local: Address;
  /** When it was accepted, in milliseconds since the epoch. */
  readonly openedAt: number;
  readonly tls?: Tls;
  /** What a PROXY protocol header in front of it told. `peer` is still who connected to us. */
  readonly proxyProtocol?: ProxyProtocol;
}
