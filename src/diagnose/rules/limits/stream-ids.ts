import type { ConnectionFacts } from '../../facts/connection.ts';
import type { Match, Rule } from '../../rule.ts';
import { milliseconds } from '../words.ts';

/** RFC 9113 §5.1.1: 31 bits, and clients use the odd ones. */
const LAST_ID = 2 ** 31 - 1;

const HALF = 2 ** 30;

/** What is left then is 67 million streams: a day at 800 a second. */
const NEARLY_ALL = LAST_ID - 2 ** 27;

/** L12 */
export const STREAM_IDS: Rule = {
  id: 'L12',
  title: 'The stream ids of a connection run out',
  severity: 'INFO',
  meaning:
    'A stream id is never used again on its connection, and there are 2^30 for the client. Then no stream can begin, and the client ' +
    'has to connect anew: most do so by themselves, some fail calls until they are restarted. It takes a connection that lives for months, ' +
    'or very many calls: a maximum age for connections ends it long before.',
  wire: 'A stream of the client with an id above 2^30 (half of them are used); above 2^31 - 2^27 it is a warning.',
  example: ['   0.000 CLIENT HEADERS 1073741825'],
  reproduce: ['A client of its own making that begins with stream 1073741825: ids may be skipped (RFC 9113 §5.1.1).'],
  advice: [
    { side: 'server', of: 'grpc-go', change: 'keepalive.ServerParameters.MaxConnectionAge' },
    { side: 'server', of: 'grpc-java', change: 'NettyServerBuilder.maxConnectionAge' },
    { side: 'server', of: 'grpc-js', change: 'grpc.max_connection_age_ms' },
    {
      side: 'proxy',
      of: 'Envoy',
      change: 'max_connection_duration or max_requests_per_connection, of the listener and of the cluster',
    },
    { side: 'proxy', of: 'nginx', change: 'keepalive_requests, keepalive_time' },
  ],
  spec: ['RFC 9113 §5.1.1'],
  watches: {
    tick(connection, _, time): Match | undefined {
      const { highestStreamId, said } = connection;
      if (highestStreamId <= HALF) return undefined;
      const isUrgent = highestStreamId > NEARLY_ALL;
      if (!said.first(isUrgent ? 'L12 urgent' : 'L12')) return undefined;
      return told(connection, isUrgent, time);
    },
  },
};

function told(connection: ConnectionFacts, isUrgent: boolean, time: number): Match {
  const { highestStreamId, streamCount, openedSeq } = connection;
  const left = (LAST_ID - highestStreamId) / 2;
  const percent = Math.round((highestStreamId / LAST_ID) * 100);
  return {
    streamId: highestStreamId,
    severity: isUrgent ? 'WARNING' : 'INFO',
    explanation:
      `The client has come to stream ${highestStreamId}, ${percent} % of the ids of this connection: ${left} more streams can begin on it. ` +
      `It has seen ${streamCount} of its streams here, in ${milliseconds(connection.ageMs(time))}.`,
    evidence: [openedSeq],
  };
}
