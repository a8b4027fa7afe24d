import type { FrameEvent, Match, Rule } from '../../rule.ts';
import { milliseconds } from '../words.ts';
import { isFirstWith } from './goaways.ts';

/** What gRPC servers write into the debug data, gRFC A9. */
const MAX_IDLE = 'max_idle';

/** G2 */
export const MAX_CONNECTION_IDLE: Rule = {
  id: 'G2',
  title: 'The server ends the connection because it was idle',
  severity: 'INFO',
  meaning:
    'No call was open for as long as the server allows, and it closes the connection. No call is lost. The next call makes a new connection ' +
    'and takes the time for that. Idle is what has no open stream: PINGs change nothing about it.',
  wire: 'GOAWAY NO_ERROR with the debug data "max_idle", and no stream is open.',
  example: [
    '   0.900 SERVER HEADERS 1 grpc-status=0 END_STREAM',
    '60000.900 SERVER GOAWAY NO_ERROR last=2147483647 "max_idle"',
    '60000.900 SERVER PING 0106010800030309',
    '60001.600 SERVER GOAWAY NO_ERROR last=1',
  ],
  reproduce: ['sre-test-server serve --max-connection-idle-seconds 2', 'nc localhost 50051, and nothing is typed'],
  advice: [
    {
      side: 'client',
      change:
        'nothing; where the first call after a pause must be fast, make a small call now and then, since PINGs do not count',
    },
    { side: 'server', of: 'grpc-go', change: 'keepalive.ServerParameters MaxConnectionIdle' },
    { side: 'server', of: 'grpc-java', change: 'maxConnectionIdle' },
    { side: 'server', of: 'grpc-js', change: 'grpc.max_connection_idle_ms' },
    {
      side: 'proxy',
      of: 'Envoy',
      change: 'common_http_protocol_options.idle_timeout (an hour) does the same, without debug data',
    },
    { side: 'proxy', of: 'nginx', change: 'keepalive_timeout (75 s) does the same, without debug data' },
  ],
  spec: ['gRFC A9', 'RFC 9113 §6.8', 'RFC 9113 §9.1'],
  watches: {
    goaway(connection, { seq, time, frame }: FrameEvent): Match | undefined {
      const { from, goaway } = frame;
      if (goaway?.debug !== MAX_IDLE || goaway.errorCode !== 0 || !isFirstWith(connection.side(from), MAX_IDLE)) {
        return undefined;
      }
      const { idleSince, streamCount } = connection;
      const idleMs = idleSince === undefined ? 0 : (time - idleSince) / 1_000;
      const before = streamCount === 0 ? 'since it opened' : `since the last of ${streamCount} streams ended`;
      return {
        explanation: `The connection had no open stream for ${milliseconds(idleMs)}, ${before}, and the server asked the client to leave (max_idle).`,
        evidence: [seq],
      };
    },
  },
};
