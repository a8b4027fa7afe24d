import { isIPv6 } from 'node:net';

import type { ConnectionFacts } from '../connection-facts.ts';

/** As it is typed: an IPv6 address in brackets. */
export function hostAndPort({ address, port }: ConnectionFacts['local']): string {
  return isIPv6(address) ? `[${address}]:${port}` : `${address}:${port}`;
}
