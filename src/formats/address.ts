import type { Address } from '../trace/event.ts';
import { printable } from './escape.ts';

/** "10.0.3.7:44646", "[2001:db8::7]:443". */
export function hostPort({ address, port }: Address): string {
  const host = printable(address);
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
