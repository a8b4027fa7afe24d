/** Whose PROXY protocol headers are believed. */

import { BlockList, isIP } from 'node:net';
import { InvalidArgumentError } from 'commander';
import { EnvOption } from '../environment.ts';

export interface ProxyProtocolOptions {
  /** Absent: nobody's. */
  readonly proxyProtocol?: IsProxy;
}

/** @param address of who connects, IPv4 without `::ffff:` */
export type IsProxy = (address: string) => boolean;

/** What it is about is who may claim to be somebody else: a list that nobody reads is no list. */
const MAX_RANGES = 256;

/** As nginx's `set_real_ip_from`, and Envoy's proxy_protocol listener filter with `allow_requests_without_proxy_protocol`. */
export function proxyProtocolOptions(): EnvOption[] {
  return [
    new EnvOption(
      '--proxy-protocol <cidrs>',
      'who connects from these addresses, 10.0.0.0/8,fd00::/8 for example, may put a PROXY protocol header (v1 or v2) in front',
      'SRE_PROXY_PROTOCOL',
    ).argParser(proxies),
  ];
}

/** @throws InvalidArgumentError with the range that is none */
export function proxies(typed: string): IsProxy {
  const ranges = typed.split(',').map((range) => range.trim());
  if (ranges.length > MAX_RANGES) {
    throw new InvalidArgumentError(`It has ${ranges.length} ranges: expected 1 to ${MAX_RANGES}.`);
  }
  const list = new BlockList();
  for (const range of ranges) add(list, range);
  return (address) => list.check(address, familyOf(address));
}

function add(list: BlockList, range: string): void {
  const [address = '', prefix, ...rest] = range.split('/');
  const bits = isIP(address) === 6 ? 128 : 32;
  const isPrefix = prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits);
  if (isIP(address) === 0 || address.includes('%') || !isPrefix || rest.length > 0) {
    throw new InvalidArgumentError(
      `'${range}' is no range of addresses: expected for example 10.0.0.0/8, fd00::/8 or 192.0.2.7, with commas between them.`,
    );
  }
  list.addSubnet(address, prefix === undefined ? bits : Number(prefix), familyOf(address));
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}
