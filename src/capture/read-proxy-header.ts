/**
 * The PROXY protocol header that a load balancer puts in front of a connection, version 1 and 2, read as it comes (haproxy.org,
 * doc/proxy-protocol.txt). proxy-protocol-js reads none of it: it wants the header whole, cannot tell how much of it is there, and
 * takes the bytes behind it for part of it.
 */

import type { ProxyHeader } from './proxy-header.ts';
import { readProxyV1, V1_SIGNATURE } from './proxy-v1.ts';
import { readProxyV2, V2_SIGNATURE } from './proxy-v2.ts';

/**
 * @param head the first bytes of a connection, as many as there are
 * @returns undefined while more bytes are needed
 */
export function readProxyHeader(head: Buffer): ProxyHeader | undefined {
  if (startsWith(head, V2_SIGNATURE)) return readProxyV2(head);
  if (startsWith(head, V1_SIGNATURE)) return readProxyV1(head);
  return startsWith(V2_SIGNATURE, head) || startsWith(V1_SIGNATURE, head) ? undefined : { kind: 'NONE' };
}

function startsWith(bytes: Buffer, start: Buffer): boolean {
  return bytes.length >= start.length && bytes.subarray(0, start.length).equals(start);
}

/** @returns whether a connection that ended, or fell silent, with this much of a header had begun one */
export function hasBegunProxyHeader(head: Buffer): boolean {
  return startsWith(head, V1_SIGNATURE) || startsWith(head, V2_SIGNATURE);
}
