/** What the front knows of a connection and the servers want to know: it travels over the private hop (capture/inner.ts). */

import type { Address, ListenerName, Tls } from './trace/event.ts';

export interface ConnectionFacts {
  /** The `conn` of its trace events: "c1", "c2", … */
  readonly id: string;
  readonly listener: ListenerName;
  readonly peer: Address;
  readonly local: Address;
  readonly tls?: Tls;
}
