import type { ConnectionFacts } from '../../facts/connection.ts';
import type { SideFacts } from '../../facts/side.ts';
import type { FrameEvent, Match, Rule } from '../../rule.ts';
import { goawayCause } from '../shared/goaway-cause.ts';
import { count, intervals, milliseconds, side } from '../words.ts';
import { ALLOW_MORE, PING_LESS, PING_NOT_WHEN_IDLE } from './knobs.ts';

/** K1 */
export const TOO_MANY_PINGS: Rule = {
  id: 'K1',
  title: 'The server closed the connection because of too many PINGs',
  severity: 'ERROR',
  meaning:
    'The client sends keepalive PINGs more often than the server allows, and the server has ended the connection with all its calls. ' +
    'Clients of gRPC report this as UNAVAILABLE or as RESOURCE_EXHAUSTED, and only some of them mention PINGs. Some double their ' +
    'keepalive time for the next connection (gRFC A8), so that the error comes back later and less often.',
  wire: 'GOAWAY with ENHANCE_YOUR_CALM and the debug data "too_many_pings", behind PINGs of the other side.',
  example: [
    '   0.001 CLIENT HEADERS 1 POST /grpc.health.v1.Health/Watch',
    '   0.003 SERVER HEADERS 1 200, DATA 1',
    '  10.001 CLIENT PING 0000000000000001',
    '  20.002 CLIENT PING 0000000000000002                    strike 1',
    '  30.003 CLIENT PING 0000000000000003                    strike 2',
    '  40.004 CLIENT PING 0000000000000004                    strike 3',
    '  40.004 SERVER GOAWAY ENHANCE_YOUR_CALM last=1 "too_many_pings"',
  ],
  reproduce: [
    'sre-test-server serve --min-ping-interval-seconds 300',
    "grpcurl -plaintext -keepalive-time 10 -H 'x-sre-fault: keep_open' localhost:50051 sre.echo.v1.EchoService/Echo",
    'after 40 seconds: grpc-go sends a PING each 10 s at most, the first is valid, and the third strike ends the connection',
    "or at once, without PINGs: grpcurl -plaintext -H 'x-sre-fault: goaway=ENHANCE_YOUR_CALM;goaway_debug=too_many_pings' …",
  ],
  advice: [...PING_LESS, ...PING_NOT_WHEN_IDLE, ...ALLOW_MORE],
  spec: ['gRFC A8, Server Enforcement', 'gRPC keepalive', 'RFC 9113 §6.7'],
  watches: {
    goaway(connection, event: FrameEvent): Match | undefined {
      if (goawayCause(connection, event) !== 'TOO_MANY_PINGS') return undefined;
      const pinger = connection.otherThan(event.frame.from);
      const explanation = `${pinged(pinger, event)}${limit(connection, pinger)}${lost(connection)}`;
      return { explanation, evidence: [...pinger.pings.recent.map((ping) => ping.seq), event.seq] };
    },
  },
};

function pinged({ from, pings: { recent, count: sent } }: SideFacts, { time }: FrameEvent): string {
  const last = recent.at(-1);
  if (last === undefined) return `The ${side(from)} had not sent a single PING on this connection.`;
  const without = recent.filter(({ openStreams }) => openStreams === 0).length;
  const idle = `${without} of the last ${recent.length} while no stream was open`;
  const since = `The GOAWAY came ${milliseconds((time - last.time) / 1_000)} behind the last one.`;
  return `The ${side(from)} sent ${count(sent, 'PING')}, ${intervals(recent)}, ${idle}. ${since}`;
}

/** The last PING was a strike: it came sooner behind the last valid one, which is not later than the one before it, than is allowed. */
function limit({ pingStrikes }: ConnectionFacts, { from, pings: { recent } }: SideFacts): string {
  const apartMs = recent.at(-1)?.sinceLastMs;
  if (from === 'SERVER' || apartMs === undefined) return '';
  const counted = `Since the server last sent HEADERS or DATA, which clears its count, it had ${count(pingStrikes.pings, 'PING')}`;
  const defaults = 'gRPC servers allow one in 5 min, and without a stream one in 2 h, unless they are told otherwise';
  return ` ${counted}. It allows them less often than each ${milliseconds(apartMs)}: ${defaults}.`;
}

function lost({ streams }: ConnectionFacts): string {
  return streams.size === 0
    ? ''
    : ` ${count(streams.size, 'stream')} ${streams.size === 1 ? 'was' : 'were'} open, and lost.`;
}
