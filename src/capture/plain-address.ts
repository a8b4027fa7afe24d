import ipaddr from 'ipaddr.js';

/**
 * An address as everybody else tells it: an IPv4 peer of a socket that takes both families without the `::ffff:` in front, and a
 * link-local one without its zone, which names an interface of this machine.
 */
export function plainAddress(address: string): string {
  const [withoutZone = ''] = address.split('%');
  return ipaddr.isValid(withoutZone) ? ipaddr.process(withoutZone).toString() : withoutZone;
}
