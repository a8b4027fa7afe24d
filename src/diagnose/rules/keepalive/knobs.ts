/** The knobs of keepalive, for the rules that are about too much of it: clients ping less, or servers allow more. */

import type { ConnectionFacts } from '../../facts/connection.ts';
import type { Advice } from '../../rule.ts';

/** For a client that pings while calls are open. */
export const PING_LESS: readonly Advice[] = [
  { side: 'client', of: 'grpc-go', change: 'keepalive.ClientParameters.Time of 5 minutes or more' },
  { side: 'client', of: 'grpc-java', change: 'keepAliveTime(5, MINUTES) or more' },
  { side: 'client', of: 'grpc-js and gRPC core', change: 'grpc.keepalive_time_ms of 300000 or more' },
  { side: 'proxy', of: 'Envoy', change: 'connection_keepalive.interval of the cluster, where Envoy is the client' },
];

/** For one that pings without any. */
export const PING_NOT_WHEN_IDLE: readonly Advice[] = [
  { side: 'client', of: 'grpc-go', change: 'keepalive.ClientParameters.PermitWithoutStream false' },
  { side: 'client', of: 'grpc-java', change: 'keepAliveWithoutCalls(false)' },
  { side: 'client', of: 'grpc-js and gRPC core', change: 'grpc.keepalive_permit_without_calls 0' },
];

export const ALLOW_MORE: readonly Advice[] = [
  {
    side: 'server',
    of: 'grpc-go',
    change: 'keepalive.EnforcementPolicy: MinTime below the keepalive time of the clients, PermitWithoutStream true',
  },
  { side: 'server', of: 'grpc-java', change: 'permitKeepAliveTime, permitKeepAliveWithoutCalls(true)' },
  {
    side: 'server',
    of: 'gRPC core',
    change: 'grpc.http2.min_ping_interval_without_data_ms, grpc.keepalive_permit_without_calls 1',
  },
];

/** Servers of gRPC count PINGs; others that speak HTTP/2 have limits of their own, far above. */
export function isGrpc({ isRpc, opened }: ConnectionFacts): boolean {
  return isRpc || opened.listener === 'grpc';
}
