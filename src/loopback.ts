import { isIP } from 'node:net';

import ipaddr from 'ipaddr.js';

/** @param host without brackets and port; @returns whether only this machine reaches it: RFC 6890 §2.2.2, RFC 6761 §6.3 */
export function isLoopback(host: string): boolean {
  if (isIP(host) === 0) return host.toLowerCase() === 'localhost';
  return ipaddr.process(host).range() === 'loopback';
}
