import { MAX_PING_STRIKES } from '../../facts/ping-strikes.ts';
import type { Match, Rule } from '../../rule.ts';
import { milliseconds } from '../words.ts';
import { ALLOW_MORE, isGrpc, PING_NOT_WHEN_IDLE } from './knobs.ts';

/** K3 */
export const PINGS_WITHOUT_STREAM: Rule = {
  id: 'K3',
  title: 'The client sends keepalive PINGs while it has no call',
  severity: 'WARNING',
  meaning:
    'The client keeps an idle connection alive with PINGs. gRPC servers do not allow that by default: without an open stream one PING in ' +
    '2 hours is valid, and the third that comes sooner ends the connection with GOAWAY "too_many_pings". The client then connects again, ' +
    'and a call that begins in that moment fails.',
  wire:
    'PINGs of the client while no stream is open, less than 2 hours behind the last one that was valid, without HEADERS or DATA of the ' +
    'server in between. A single PING ahead of a request, as browsers send it on a connection that was idle, is none of those.',
  example: [
    '   0.004 SERVER HEADERS 1 END_STREAM                      the last call has ended',
    '  30.004 CLIENT PING 0000000000000001                    valid',
    '  60.004 CLIENT PING 0000000000000002                    strike 1',
    '  90.005 CLIENT PING 0000000000000003                    strike 2',
  ],
  reproduce: [
    'sre-test-server serve',
    'and a client of grpc-go with keepalive.ClientParameters{Time: 10 * time.Second, PermitWithoutStream: true}, or of grpc-js with',
    "{'grpc.keepalive_time_ms': 1000, 'grpc.keepalive_permit_without_calls': 1}, that connects, makes one call, and waits",
  ],
  advice: [...PING_NOT_WHEN_IDLE, ...ALLOW_MORE],
  spec: ['gRFC A8, Extending for Basic Health Checking', 'gRFC A8, Server Enforcement', 'RFC 9113 §6.7'],
  watches: {
    ping(connection, { frame }): Match | undefined {
      const { pingStrikes, openStreams, client } = connection;
      const { tooSoonMs, strikes } = pingStrikes;
      if (frame.from !== 'CLIENT' || frame.ping?.ack === true || tooSoonMs === undefined) return undefined;
      if (openStreams > 0 || !isGrpc(connection)) return undefined;
      const what = `The client sent a PING while no stream was open, ${milliseconds(tooSoonMs)} behind its last valid one`;
      return {
        explanation: `${what}: strike ${strikes} since the server last sent HEADERS or DATA. ${LIMIT}`,
        evidence: client.pings.recent.slice(-strikes - 1).map(({ seq }) => seq),
      };
    },
  },
};

const LIMIT =
  'Without calls gRPC servers with their defaults allow one in 2 h ' +
  `and end the connection behind ${MAX_PING_STRIKES} strikes (too_many_pings).`;
