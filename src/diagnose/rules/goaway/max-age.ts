import type { ConnectionFacts } from '../../facts/connection.ts';
import type { FrameEvent, Match, Rule } from '../../rule.ts';
import { count, milliseconds } from '../words.ts';
import { isFirstWith } from './goaways.ts';

/** What gRPC servers write into the debug data, gRFC A9. */
const MAX_AGE = 'max_age';

/** G1 */
export const MAX_CONNECTION_AGE: Rule = {
  id: 'G1',
  title: 'The server ends the connection because of its age',
  severity: 'INFO',
  meaning:
    'The server has a maximum age for connections, so that clients come back through the load balancer and find new replicas. No call is ' +
    'lost: the client opens a new connection for new calls, and those that are open may go on, for as long as the grace period lasts.',
  wire: 'GOAWAY NO_ERROR with last=2147483647 and the debug data "max_age", a PING, its ACK, and a second GOAWAY with the last stream.',
  example: [
    '30000.000 SERVER GOAWAY NO_ERROR last=2147483647 "max_age"',
    '30000.000 SERVER PING 0106010800030309',
    '30000.700 CLIENT PING ACK',
    '30001.000 SERVER GOAWAY NO_ERROR last=41 "max_age"',
  ],
  reproduce: [
    'sre-test-server serve --max-connection-age-seconds 5',
    'grpcurl -plaintext localhost:50051 grpc.health.v1.Health/Watch',
  ],
  advice: [
    {
      side: 'client',
      change: 'nothing: libraries of gRPC reconnect by themselves; streams that last longer have to be opened again',
    },
    {
      side: 'server',
      of: 'grpc-go',
      change: 'keepalive.ServerParameters MaxConnectionAge, and MaxConnectionAgeGrace above the longest call',
    },
    { side: 'server', of: 'grpc-java', change: 'maxConnectionAge, maxConnectionAgeGrace' },
    { side: 'server', of: 'grpc-js', change: 'grpc.max_connection_age_ms, grpc.max_connection_age_grace_ms' },
    {
      side: 'proxy',
      of: 'Envoy',
      change:
        'common_http_protocol_options.max_connection_duration does the same, with drain_timeout as grace, and without debug data',
    },
  ],
  spec: ['gRFC A9', 'RFC 9113 §6.8'],
  watches: {
    goaway(connection, { seq, time, frame }: FrameEvent): Match | undefined {
      const { from, goaway } = frame;
      if (goaway?.debug !== MAX_AGE || goaway.errorCode !== 0 || !isFirstWith(connection.side(from), MAX_AGE)) {
        return undefined;
      }
      return { explanation: explain(connection, time), evidence: [seq] };
    },
  },
};

function explain(connection: ConnectionFacts, time: number): string {
  const { size } = connection.streams;
  const open =
    size === 0
      ? 'No stream was open.'
      : `${count(size, 'stream')} may still finish, within the grace period of the server.`;
  return (
    `The connection was ${milliseconds(connection.ageMs(time))} old and had carried ${count(connection.streamCount, 'stream')} when the ` +
    `server asked the client to leave (max_age; servers vary it by 10 % either way). ${open}`
  );
}
