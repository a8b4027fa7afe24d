import type { ConnectionFacts } from '../../facts/connection.ts';
import type { StreamFacts } from '../../facts/stream.ts';
import type { Match, Rule } from '../../rule.ts';
import { count, list, milliseconds } from '../words.ts';

/** RFC 9113 §6.5.2. */
const MAX_CONCURRENT_STREAMS = 3;

/** What is over sooner has hurt nobody. */
const FULL_MS = 2_000;

/** A call that takes longer holds its slot like a subscription. */
const LONG_LIVED_MS = 5_000;

/** Fewer may be chance. */
const MIN_HAND_OVERS = 10;

/** Names of methods that are told, and streams of which evidence is. */
const SHOWN = 3;
const EVIDENCE = 8;

/** L2 */
export const CONCURRENCY_LIMIT: Rule = {
  id: 'L2',
  title: 'All streams that the server allows at once are in use',
  severity: 'WARNING',
  meaning:
    'The server allows a number of streams at once, and the client has as many open: its further calls wait inside of the client until ' +
    'one ends, and no server or proxy sees them wait. They show as latency, or as deadlines that pass before a request was sent. It is worst ' +
    'where streams that live long, subscriptions and watches, hold the slots. A load generator that runs just as many calls as the server ' +
    'allows looks the same, and nothing waits there: so it is only information while all of the calls are short.',
  wire:
    'As many open streams as the MAX_CONCURRENT_STREAMS of the server, for seconds; HEADERS of a new stream come only right behind the ' +
    'END_STREAM or RST_STREAM of another.',
  example: [
    '   0.000 SERVER SETTINGS MAX_CONCURRENT_STREAMS=2',
    '   1.000 CLIENT HEADERS 1 /pkg.Events/Subscribe',
    '   1.200 CLIENT HEADERS 3 /pkg.Events/Subscribe',
    '9000.000 SERVER HEADERS 1 END_STREAM grpc-status=0',
    '9001.500 CLIENT HEADERS 5 /pkg.Orders/Get',
  ],
  reproduce: [
    'sre-test-server serve --max-concurrent-streams 2',
    'and on one connection two calls that last, and a third:',
    'ghz --insecure --connections 1 -c 3 -n 3 --metadata \'{"x-sre-fault":"delay=8s"}\' \\',
    '  --call sre.echo.v1.EchoService/Echo -d \'{"message":"hello"}\' localhost:50051',
  ],
  advice: [
    { side: 'server', of: 'grpc-go', change: 'grpc.MaxConcurrentStreams (no limit by default)' },
    { side: 'server', of: 'grpc-java', change: 'NettyServerBuilder.maxConcurrentCallsPerConnection' },
    { side: 'server', of: 'grpc-js', change: 'grpc.max_concurrent_streams' },
    { side: 'client', change: 'a second connection for streams that live long, or a pool of channels' },
    { side: 'client', of: 'grpc-go', change: 'several grpc.ClientConn' },
    { side: 'client', of: 'grpc-js', change: 'several clients with grpc.use_local_subchannel_pool 1' },
    {
      side: 'proxy',
      of: 'Envoy',
      change: 'http2_protocol_options.max_concurrent_streams, of the listener and of the cluster',
    },
    { side: 'proxy', of: 'nginx', change: 'http2_max_concurrent_streams (128 by default)' },
    {
      side: 'proxy',
      of: 'HAProxy',
      change: 'tune.h2.fe.max-concurrent-streams, tune.h2.be.max-concurrent-streams (100 by default)',
    },
  ],
  spec: ['RFC 9113 §5.1.2', 'RFC 9113 §6.5.2', 'gRPC performance best practices'],
  watches: {
    tick(connection, _, time): Match | undefined {
      const { concurrency } = connection;
      const fullMs = concurrency.fullForMs(time);
      const limit = connection.server.settings.get(MAX_CONCURRENT_STREAMS);
      if (fullMs < FULL_MS || limit === undefined || concurrency.told === 'WARNING') return undefined;
      const holders = longLived(connection, time);
      const isHeld = holders.length * 2 >= limit;
      if (!isHeld && (concurrency.told === 'INFO' || concurrency.handOvers < MIN_HAND_OVERS)) return undefined;
      concurrency.told = isHeld ? 'WARNING' : 'INFO';
      return isHeld ? held(connection, holders, limit, fullMs) : busy(connection, limit, fullMs);
    },
  },
};

function longLived(connection: ConnectionFacts, time: number): StreamFacts[] {
  return [...connection.streams.values()].filter(
    ({ id, openedAt }) => (id & 1) === 1 && time - openedAt >= LONG_LIVED_MS * 1_000,
  );
}

function held(connection: ConnectionFacts, holders: readonly StreamFacts[], limit: number, fullMs: number): Match {
  const { handOvers, open, longestWaitMs } = connection.concurrency;
  const waits =
    handOvers === 0
      ? 'No further call could begin on this connection since.'
      : `Since then ${count(handOvers, 'call')} began only right behind the end of another, and none for up to ${milliseconds(longestWaitMs)}.`;
  return {
    severity: 'WARNING',
    explanation:
      `The server allows ${count(limit, 'stream')} at once (MAX_CONCURRENT_STREAMS), and for ${milliseconds(fullMs)} the client has had ` +
      `${open} open: ${holders.length} of them for more than ${milliseconds(LONG_LIVED_MS)}, ${names(holders)}. ${waits}`,
    evidence: [connection.server.settingsSeq, ...holders.slice(0, EVIDENCE).map(({ requestSeq }) => requestSeq)],
    cause: 'held',
  };
}

/** Whether anything waits in the client, the wire does not tell. */
function busy(connection: ConnectionFacts, limit: number, fullMs: number): Match {
  const { handOvers } = connection.concurrency;
  return {
    severity: 'INFO',
    explanation:
      `The server allows ${count(limit, 'stream')} at once (MAX_CONCURRENT_STREAMS), and for ${milliseconds(fullMs)} the client has used ` +
      `all of them: ${count(handOvers, 'call')} began right behind the end of another. If the client runs just so many calls at once, ` +
      'all is well; if more, they wait inside of it.',
    evidence: [connection.server.settingsSeq],
    cause: 'busy',
  };
}

/** "80 of pkg.Events/Subscribe and 4 of pkg.Health/Watch" */
function names(streams: readonly StreamFacts[]): string {
  const counts = new Map<string, number>();
  for (const { name } of streams) counts.set(name, (counts.get(name) ?? 0) + 1);
  const most = [...counts].sort(([, one], [, other]) => other - one).slice(0, SHOWN);
  return list(most.map(([name, number]) => `${number} of ${name}`));
}
