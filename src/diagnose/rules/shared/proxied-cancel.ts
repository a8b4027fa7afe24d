import type { StreamClosed } from '../../../trace/event.ts';
import type { ConnectionFacts } from '../../facts/connection.ts';
import type { StreamFacts } from '../../facts/stream.ts';
import { proxyOf } from './proxies.ts';

/**
 * Whether a proxy has reset a request because nobody waits for it any more. Envoy says INTERNAL_ERROR to its upstream whatever the
 * reason was (envoy#42269; before, NO_ERROR), also where its own client has cancelled, so the code alone is no failure. Who asks: S11; S9 gives way.
 */
export function isProxiedCancel(
  connection: ConnectionFacts,
  stream: StreamFacts,
  { how, endedBy, error }: StreamClosed,
): boolean {
  if (how !== 'RST_STREAM' || endedBy !== 'CLIENT' || error !== 'INTERNAL_ERROR') return false;
  const proxy = proxyOf(connection, stream);
  return proxy !== undefined && proxy !== 'nginx';
}
