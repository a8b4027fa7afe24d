/** What a PROXY protocol header told, as `read-proxy-header.ts` reads it. */

import type { Address } from '../trace/event.ts';

export type ProxyHeader =
  /** The connection begins in another way. */
  | { readonly kind: 'NONE' }
  | {
      readonly kind: 'HEADER';
      readonly version: 1 | 2;
      /** Of the header, in bytes; what is behind it is the client's. */
      readonly length: number;
      /**
       * Undefined where the header tells none: the proxy's own connection (LOCAL), or of a kind that has no IP addresses. The
       * specification asks to take those of the connection then (§2.1 UNKNOWN, §2.2 LOCAL and AF_UNSPEC).
       */
      readonly addresses: ProxiedAddresses | undefined;
    }
  /** In words, what came and what was expected. */
  | { readonly kind: 'MALFORMED'; readonly reason: string };

export interface ProxiedAddresses {
  readonly source: Address;
  readonly destination: Address;
}
