import type { PeerConnection, PeerFacts } from '../../facts/peers.ts';
import type { Match, Rule } from '../../rule.ts';
import { milliseconds } from '../words.ts';

const WINDOW_SECONDS = 60;
const WINDOW_MICROSECONDS = WINDOW_SECONDS * 1_000_000;

/** Health checks, scripts and people come every few seconds: one in three is worth a word. */
const WORTH_A_WORD = 20;

/** More than one a second, all the time: handshakes are a part of the load by now. */
const COSTS_TIME = 100;

/** A call, and one by reflection before it. */
const MAX_STREAMS = 2;

const MAX_EVIDENCE = 8;

/** C7 */
export const CONNECTION_CHURN: Rule = {
  id: 'C7',
  title: 'A connection for each call',
  severity: 'INFO',
  meaning:
    'A peer opens a connection, makes one or two calls, and closes it, again and again: as a rule a channel or client that is made for each ' +
    'call. Each costs round trips for TCP, TLS and SETTINGS, begins with small windows, and leaves a port in TIME_WAIT. Under load that is ' +
    'latency, CPU for TLS, and in the end "cannot assign requested address".',
  wire: `Within ${WINDOW_SECONDS} s ${WORTH_A_WORD} connections of one address or more, one behind the other, each with one or two streams and closed by the client.`,
  example: [
    '   0.000 c1 connection opened h2c 10.0.3.7',
    '   1.200 c1 CLIENT HEADERS 1 :path=/pkg.Service/Method',
    '   3.100 c1 connection closed by CLIENT FIN',
    '   4.000 c2 connection opened h2c 10.0.3.7',
  ],
  reproduce: [
    'sre-test-server serve',
    'for n in $(seq 25); do grpcurl -plaintext -d "{}" localhost:50051 sre.echo.v1.EchoService/Echo; done',
  ],
  advice: [
    {
      side: 'client',
      of: 'grpc-go',
      change: 'one grpc.ClientConn (grpc.NewClient) for the life of the process: it is safe for all goroutines',
    },
    { side: 'client', of: 'grpc-java', change: 'one ManagedChannel, kept; stubs are cheap, channels are not' },
    {
      side: 'client',
      of: 'grpc-js',
      change: 'one Client for each target; its channels are shared, and close() belongs at the end of the process',
    },
    {
      side: 'client',
      of: 'Python',
      change: 'one grpc.Channel, and not "with grpc.insecure_channel(…)" around each call',
    },
    { side: 'proxy', of: 'Envoy', change: 'max_requests_per_connection of the cluster not set, or high' },
    {
      side: 'proxy',
      of: 'nginx',
      change: '"keepalive" in the upstream block: grpc_pass makes a connection for each request without it',
    },
    { side: 'proxy', of: 'HAProxy', change: '"http-reuse safe" (or always) in the backend' },
  ],
  spec: ['RFC 9113 §9.1', 'gRFC A9'],
  watches: {
    peer(peer, time): Match | undefined {
      const { connections } = peer;
      if (connections.length < WORTH_A_WORD) return undefined;
      const after = time - WINDOW_MICROSECONDS;
      const short = connections.filter((connection) => isShort(connection, after));
      // Asked when anything opens or closes: said when one more of these has closed.
      if (short.length < WORTH_A_WORD || !short.some(({ closedAt }) => closedAt === time)) return undefined;
      const row = inARow(short);
      return row.length < WORTH_A_WORD ? undefined : match(peer, row, time);
    },
  },
};

function isShort({ isHttp2, streams, closedAt, endedBy }: PeerConnection, after: number): boolean {
  if (!isHttp2 || closedAt === undefined || closedAt < after) return false;
  return streams > 0 && streams <= MAX_STREAMS && endedBy === 'CLIENT';
}

/** Those that began when the first had ended: who opens many at once is another, a load test for example. */
function inARow(short: readonly PeerConnection[]): readonly PeerConnection[] {
  const firstEnd = Math.min(...short.map(({ closedAt = 0 }) => closedAt));
  return short.filter(({ openedAt }) => openedAt >= firstEnd);
}

function match({ address }: PeerFacts, row: readonly PeerConnection[], time: number): Match {
  const first = Math.min(...row.map(({ openedAt }) => openedAt));
  const lives = row.map(({ openedAt, closedAt = time }) => (closedAt - openedAt) / 1_000).toSorted((a, b) => a - b);
  const median = lives[Math.floor(lives.length / 2)] ?? 0;
  const calls = row.reduce((sum, { streams }) => sum + streams, 0);
  return {
    explanation:
      `From ${address} came ${row.length} HTTP/2 connections within ${milliseconds((time - first) / 1_000)}, one behind the other, with ` +
      `${calls} streams in all, and the client closed each: half of them within ${milliseconds(median)}. The address may be that of one ` +
      'client, or of a NAT or load balancer with many behind it.',
    evidence: row.slice(-MAX_EVIDENCE).map(({ openedSeq }) => openedSeq),
    ...(row.length >= COSTS_TIME ? { severity: 'WARNING' } : {}),
  };
}
