import type { Severity } from '../../../trace/event.ts';
import { MAX_PING_STRIKES } from '../../facts/ping-strikes.ts';
import type { Match, Rule } from '../../rule.ts';
import { count, milliseconds } from '../words.ts';
import { ALLOW_MORE, isGrpc, PING_LESS } from './knobs.ts';

/** K2 */
export const PING_STRIKES: Rule = {
  id: 'K2',
  title: 'The client sends PINGs more often than gRPC servers allow by default',
  severity: 'WARNING',
  meaning:
    'While a call is open and the server sends nothing, the client sends keepalive PINGs less than 5 minutes apart. This server let them ' +
    'pass, and a gRPC server with its defaults does not: behind the third strike it ends the connection with all its calls. It is found ' +
    'here before production finds it.',
  wire:
    'PINGs of the client, without HEADERS or DATA of the server in between, less than 5 minutes behind the last one that was valid. ' +
    'PINGs that measure bandwidth (BDP) follow DATA of the server, and do not count.',
  example: [
    '   0.001 CLIENT HEADERS 1 POST /sre.echo.v1.EchoService/EchoBidiStream',
    '  10.000 CLIENT PING 0000000000000001                    valid',
    '  20.000 CLIENT PING 0000000000000002                    strike 1',
    '  30.000 CLIENT PING 0000000000000003                    strike 2',
    '  40.000 CLIENT PING 0000000000000004                    strike 3: GOAWAY of a server with defaults',
  ],
  reproduce: [
    'sre-test-server serve',
    "grpcurl -plaintext -keepalive-time 10 -H 'x-sre-fault: keep_open' localhost:50051 sre.echo.v1.EchoService/Echo",
    'strike 1 is there after 20 seconds',
  ],
  advice: [...PING_LESS, ...ALLOW_MORE],
  spec: ['gRFC A8, Server Enforcement', 'gRPC keepalive', 'RFC 9113 §6.7'],
  watches: {
    ping(connection, { frame }): Match | undefined {
      const { pingStrikes, openStreams, client } = connection;
      const { tooSoonMs, strikes } = pingStrikes;
      if (frame.from !== 'CLIENT' || frame.ping?.ack === true || tooSoonMs === undefined) return undefined;
      // Those without a stream are K3's.
      if (openStreams === 0 || !isGrpc(connection)) return undefined;
      const open = `with ${count(openStreams, 'stream')} open`;
      const what = `The client sent a PING ${milliseconds(tooSoonMs)} behind its last valid one, ${open}`;
      return {
        severity: severityOf(strikes),
        explanation: `${what}: strike ${strikes} since the server last sent HEADERS or DATA. ${outcome(strikes)}`,
        evidence: client.pings.recent.slice(-strikes - 1).map(({ seq }) => seq),
      };
    },
  },
};

/** The third may be answered with a GOAWAY, which is another rule's; the fourth shows that it was not. */
function severityOf(strikes: number): Severity {
  return strikes > MAX_PING_STRIKES + 1 ? 'ERROR' : 'WARNING';
}

const LIMIT = 'gRPC servers with their defaults allow one in 5 min';

function outcome(strikes: number): string {
  if (strikes <= MAX_PING_STRIKES) return `${LIMIT}, and end the connection with the third strike (too_many_pings).`;
  if (strikes === MAX_PING_STRIKES + 1) return `${LIMIT}, and end the connection here (too_many_pings).`;
  return `${LIMIT}, and would have ended the connection with the third, calls and all; this one allows more.`;
}
