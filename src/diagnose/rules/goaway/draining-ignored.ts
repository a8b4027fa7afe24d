import type { Match, Rule } from '../../rule.ts';
import { surelyReceivedMs } from '../shared/round-trip.ts';
import { milliseconds, quoted } from '../words.ts';
import { planned } from './goaways.ts';

/** G5 */
export const DRAINING_IGNORED: Rule = {
  id: 'G5',
  title: 'The client opens streams on a connection that the server has announced the end of',
  severity: 'WARNING',
  meaning:
    'The server has sent GOAWAY, the client has received it, and uses the connection all the same. What it sends is not processed, or is cut ' +
    'when the connection closes: calls hang until their deadline, or fail at each deployment of the server.',
  wire: 'HEADERS that open a stream, longer than a round trip behind a GOAWAY of the server.',
  example: [
    '   0.000 SERVER GOAWAY NO_ERROR last=2147483647 "graceful_stop"',
    '   0.000 SERVER PING 0106010800030309',
    '   0.800 CLIENT PING ACK',
    '2400.000 CLIENT HEADERS 9 :path=/pkg.Service/Method',
  ],
  reproduce: [
    'sre-test-server serve --max-connection-age-seconds 2',
    'and a client of your own that goes on: libraries of gRPC, nghttp2 and Go open a new connection',
  ],
  advice: [
    {
      side: 'client',
      change:
        'open a new connection for new calls when GOAWAY comes, whatever its error code, and let the open ones finish',
    },
    {
      side: 'client',
      change:
        "libraries of gRPC, nghttp2 and Go do that by themselves: an old version, or a pool of one's own, is the first suspect",
    },
    {
      side: 'proxy',
      change: 'look for one that keeps such a connection in its pool: its health checks do not see that it is draining',
    },
    {
      side: 'server',
      change: 'close the connection when the last stream has ended, so that no client can take it for usable',
    },
  ],
  spec: ['RFC 9113 §6.8'],
  watches: {
    request(connection, stream, time): Match | undefined {
      const { server } = connection;
      if (server.goaways.length === 0 || stream.id % 2 === 0) return undefined;
      const [first] = planned(server);
      if (first === undefined) return undefined;
      const behindMs = (time - first.time) / 1_000;
      if (behindMs <= surelyReceivedMs(connection)) return undefined;
      const last = server.goaways.at(-1);
      const isLeftOut = last !== undefined && stream.id > last.lastStreamId;
      const debug = first.debug === '' ? '' : ` (${quoted(first.debug, 40)})`;
      return {
        explanation:
          `The client opened stream ${stream.id} (${stream.name}) ${milliseconds(behindMs)} behind the GOAWAY of the server${debug}, which asks ` +
          `for no new streams. ${isLeftOut ? `The server does nothing for it: it has named ${last.lastStreamId} as the last stream.` : 'The server may still serve it, and may close at any time.'}`,
        evidence: [first.seq, stream.requestSeq],
        streamId: stream.id,
      };
    },
  },
};
