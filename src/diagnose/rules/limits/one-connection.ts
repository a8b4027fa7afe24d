import type { ConnectionFacts } from '../../facts/connection.ts';
import type { PeerFacts } from '../../facts/peers.ts';
import type { Match, Rule } from '../../rule.ts';
import { count, milliseconds } from '../words.ts';

/** Longer than tests run, and than a deployment takes to add replicas. */
const LONG_MS = 30 * 60_000;

/** So that it is worth to be balanced: 5 a second in that time. */
const MANY_STREAMS = 10_000;

const NEARLY_ALL = 0.9;

/** L11 */
export const ONE_CONNECTION: Rule = {
  id: 'L11',
  title: 'One connection carries all calls of a client for a long time',
  severity: 'INFO',
  meaning:
    'HTTP/2 sends all calls over one connection, and a load balancer of layer 4 (a Service of Kubernetes, an NLB, a virtual IP) chooses ' +
    'a replica for a connection, not for a call. So all calls of this client go to this one replica for as long as the connection lives: ' +
    'replicas that were added since get none of them, and some are busy while others idle. Where it is a proxy that balances calls that is ' +
    'fine; this server cannot see its siblings.',
  wire: `A connection open for ${LONG_MS / 60_000} minutes with ${MANY_STREAMS} streams and more, nine in ten of all that its client address sent meanwhile.`,
  example: [
    '      0.000 CLIENT SETTINGS',
    '      1.000 CLIENT HEADERS 1',
    '3600000.000 CLIENT HEADERS 719999 (the same connection, an hour later)',
  ],
  reproduce: [
    'Half an hour of calls over one connection, for example ghz --connections 1 --rps 10 -z 35m, and a look at the replicas.',
  ],
  advice: [
    {
      side: 'server',
      of: 'grpc-go',
      change: 'keepalive.ServerParameters.MaxConnectionAge with MaxConnectionAgeGrace: clients connect anew, elsewhere',
    },
    { side: 'server', of: 'grpc-java', change: 'NettyServerBuilder.maxConnectionAge, maxConnectionAgeGrace' },
    { side: 'server', of: 'grpc-js', change: 'grpc.max_connection_age_ms, grpc.max_connection_age_grace_ms' },
    {
      side: 'client',
      of: 'grpc-go',
      change: 'a headless Service, dns:/// and the round_robin policy in the service config',
    },
    { side: 'client', of: 'grpc-java', change: 'defaultLoadBalancingPolicy("round_robin") with dns:///' },
    { side: 'proxy', of: 'Envoy', change: 'a proxy of layer 7 in front: it balances calls' },
  ],
  spec: ['gRFC A9', 'RFC 9113 §9.1'],
  watches: {
    tick(connection, _, time): Match | undefined {
      if (connection.streamCount < MANY_STREAMS || connection.ageMs(time) < LONG_MS) return undefined;
      const { peer, opened, openedAt } = connection;
      if (peer === undefined || opened.role !== 'SERVER' || opened.listener === 'admin') return undefined;
      const all = streamsSince(peer, openedAt);
      if (connection.streamCount < all * NEARLY_ALL || isBalancer(connection)) return undefined;
      if (!connection.said.first('L11')) return undefined;
      return told(connection, peer, all, time);
    },
  },
};

function told(connection: ConnectionFacts, peer: PeerFacts, all: number, time: number): Match {
  const { conn, streamCount, openedSeq } = connection;
  const others = peer.connections.filter((other) => other.closedAt === undefined && other.conn !== conn).length;
  const idle =
    others === 0
      ? 'It has no other connection.'
      : `Its ${count(others, 'other connection')} had next to nothing to do.`;
  return {
    explanation:
      `For ${milliseconds(connection.ageMs(time))} this connection has carried ${streamCount} of the ${all} calls that came from ` +
      `${peer.address}. ${idle} Behind a load balancer of layer 4 no other replica gets any of them.`,
    evidence: [openedSeq],
  };
}

function streamsSince({ connections }: PeerFacts, time: number): number {
  let sum = 0;
  for (const { streams, closedAt } of connections) if (closedAt === undefined || closedAt > time) sum += streams;
  return sum;
}

/** It chooses a replica for each call, and this is its connection to us. */
function isBalancer({ lastRequest }: ConnectionFacts): boolean {
  const { proxy, forwardedFor, forwardedProto } = lastRequest ?? {};
  return (proxy ?? forwardedFor ?? forwardedProto) !== undefined;
}
