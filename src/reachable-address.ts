import { hostPort } from './formats/address.ts';
import type { Address } from './trace/event.ts';

/** @returns what a client on this machine types to reach a listener: who listens on all addresses has none to type */
export function reachableAt({ address, port }: Address): string {
  return hostPort({ address: address === '0.0.0.0' || address === '::' ? 'localhost' : address, port });
}
