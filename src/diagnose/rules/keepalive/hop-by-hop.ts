import type { ConnectionFacts } from '../../facts/connection.ts';
import type { SideFacts } from '../../facts/side.ts';
import type { FrameEvent, Match, Rule } from '../../rule.ts';
import { count, side } from '../words.ts';

/** K8 */
export const HOP_BY_HOP: Rule = {
  id: 'K8',
  title: 'PINGs are answered by the proxy, not by the other end',
  severity: 'INFO',
  meaning:
    'A proxy that speaks HTTP/2 answers PINGs itself: each hop has its own. The ACK that a client gets says that the proxy is there, and ' +
    'nothing of the server behind it, and a server that pings learns nothing of the client. Keepalive finds a hop that is gone, and not ' +
    'an end that is gone; that takes a deadline, or health checks.',
  wire: 'PINGs on both legs of a proxied connection, with other bytes on each. Where the same eight bytes pass both, the proxy passes TCP on.',
  example: [
    'c1  10.000 CLIENT PING 0000000000000001',
    'c1  10.001 SERVER PING ACK 0000000000000001               of the proxy',
    'c2  20.000 CLIENT PING 00000000000000aa                   of the proxy',
    'c2  20.001 SERVER PING ACK 00000000000000aa',
  ],
  reproduce: [
    'it takes both legs of a proxy in one trace, and this server is one end: it sees the leg between the proxy and itself.',
    'From the other one: a client that pings through Envoy, nginx or HAProxy gets its ACKs while this server is stopped (kill -STOP).',
  ],
  advice: [
    {
      side: 'client',
      change: 'a deadline on each call, or grpc.health.v1.Health/Watch: they reach the server, PINGs do not',
    },
    { side: 'proxy', of: 'Envoy', change: 'connection_keepalive on the cluster too: each hop needs its own' },
    {
      side: 'proxy',
      of: 'HAProxy',
      change: 'idle-ping of the server line, from 3.2 on; health checks (check) before',
    },
  ],
  spec: ['RFC 9113 §6.7', 'RFC 9110 §3.7'],
  watches: {
    ping(connection, event): Match | undefined {
      const { paired } = connection;
      if (paired === undefined || event.frame.ping?.ack !== true) return undefined;
      const pinger = connection.otherThan(event.frame.from);
      const other = pingerOf(paired);
      if (other === undefined || pinger.pings.recent.length === 0 || passesOn(connection, paired)) return undefined;
      // One of the two legs speaks for both.
      if (!paired.said.first('K8') || !connection.said.first('K8')) return undefined;
      return found(connection, pinger, paired, other, event);
    },
  },
};

function pingerOf({ client, server }: ConnectionFacts): SideFacts | undefined {
  if (client.pings.count > 0) return client;
  return server.pings.count > 0 ? server : undefined;
}

/** The same eight bytes on both legs: it is one PING, on its way from end to end. */
function passesOn(one: ConnectionFacts, other: ConnectionFacts): boolean {
  const passed = new Set(bytesOf(other));
  return bytesOf(one).some((opaque) => passed.has(opaque));
}

function bytesOf({ client, server }: ConnectionFacts): string[] {
  return [...client.pings.recent, ...server.pings.recent].map(({ opaque }) => opaque);
}

function found(
  { conn }: ConnectionFacts,
  pinger: SideFacts,
  paired: ConnectionFacts,
  other: SideFacts,
  { seq }: FrameEvent,
): Match {
  const here = `The ${side(pinger.from)} of ${conn} sent ${count(pinger.pings.count, 'PING')}`;
  const there = `the ${side(other.from)} of its other leg ${paired.conn} sent ${count(other.pings.count, 'PING')} of its own`;
  const evidence = [pinger.pings.recent.at(-1)?.seq ?? 0, seq, other.pings.recent.at(-1)?.seq ?? 0];
  return {
    explanation: `${here}, and ${there}: the proxy in between answers each hop itself, so no PING says that the other end is there.`,
    evidence: evidence.sort((one, two) => one - two),
  };
}
