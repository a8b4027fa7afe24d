/** Proxies leave their names in what they pass on, and in what they answer themselves. */

import type { ConnectionFacts } from '../../facts/connection.ts';
import type { StreamFacts } from '../../facts/stream.ts';

/** How `server` begins, and whose it is. */
const SERVERS: readonly (readonly [string, string])[] = [
  ['envoy', 'Envoy'],
  ['istio-envoy', 'Envoy'],
  ['nginx', 'nginx'],
  ['openresty', 'nginx'],
  ['haproxy', 'HAProxy'],
  ['awselb', 'AWS ELB'],
];

/** RFC 9113 §6.5.2. */
const HEADER_TABLE_SIZE = 1;
const INITIAL_WINDOW_SIZE = 4;
const MAX_WINDOW = 2 ** 31 - 1;

/** @returns "Envoy", "a proxy" where it has left no name, undefined where nothing shows one */
export function proxyOf(connection: ConnectionFacts, { request, response }: StreamFacts): string | undefined {
  const named = serverName(response?.server) ?? (request.proxy === 'Envoy' ? 'Envoy' : undefined);
  if (named !== undefined) return named;
  if (isNginx(connection)) return 'nginx';
  const { proxy, forwardedFor, forwardedProto } = request;
  const isProxied = proxy ?? forwardedFor ?? forwardedProto ?? response?.via;
  return isProxied === undefined ? undefined : 'a proxy';
}

function serverName(server: string | undefined): string | undefined {
  if (server === undefined) return undefined;
  const text = server.toLowerCase();
  return SERVERS.find(([beginning]) => text.startsWith(beginning))?.[1];
}

/** To its upstreams nginx names no proxy, but nobody else has these settings: no HPACK table, and the largest windows. */
function isNginx({ client }: ConnectionFacts): boolean {
  return client.settings.get(HEADER_TABLE_SIZE) === 0 && client.settings.get(INITIAL_WINDOW_SIZE) === MAX_WINDOW;
}
