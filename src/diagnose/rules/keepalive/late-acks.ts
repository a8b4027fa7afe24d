import type { ConnectionFacts } from '../../facts/connection.ts';
import type { FrameEvent, Match, Rule } from '../../rule.ts';
import { milliseconds, side } from '../words.ts';

/** Of a round trip that nobody's machine takes: to the other side of the earth and back. */
const LATE_MS = 250;

/** Long enough to cost a call its deadline. */
const VERY_LATE_MS = 1_000;

/** How often longer than the shortest, which is nearest to what the network takes. */
const TIMES_SHORTEST = 10;

/** With fewer the 95th percentile is the longest of all, and one late ACK says little. */
const MIN_SAMPLES = 20;

interface RoundTrips {
  readonly shortestMs: number;
  readonly p95Ms: number;
  readonly samples: number;
}

/** K5 */
export const LATE_ACKS: Rule = {
  id: 'K5',
  title: 'PINGs are answered late',
  severity: 'INFO',
  meaning:
    'An ACK needs no handler, and is to be sent before any other frame: how long it takes is the time of the network, and of the event ' +
    'loop, garbage collection or CPU of the side that answers. Where some ACKs take ten times as long as others of the same connection, ' +
    'it is not the distance. Calls wait just as long, and keepalive with a short timeout ends the connection.',
  wire: 'the 95th percentile of the time from PING to its ACK is above 250 ms, and ten times the shortest of the connection.',
  example: [
    '   1.000 SERVER PING 0000000000000001',
    '   1.001 CLIENT PING ACK 0000000000000001                 1 ms',
    '   2.000 SERVER PING 0000000000000002',
    '   3.420 CLIENT PING ACK 0000000000000002                 1420 ms',
  ],
  reproduce: [
    'sre-test-server serve',
    "grpcurl -plaintext -H 'x-sre-fault: ping_flood=200:20ms;keep_open' localhost:50051 sre.echo.v1.EchoService/Echo",
    'and meanwhile stop and continue the client, two or three times: kill -STOP, a second later kill -CONT',
  ],
  advice: [
    { side: 'container', change: 'look at CPU throttling and garbage collection of the side that answers late' },
    { side: 'server', change: 'no long task on the thread or event loop that reads connections' },
    {
      side: 'client',
      change: 'where DATA is on its way, ACKs wait behind it: smaller windows, or bulk on another connection',
    },
    { side: 'network', change: 'look for packet loss: a lost ACK comes with TCP’s next try, 200 ms later and more' },
  ],
  spec: ['RFC 9113 §6.7'],
  watches: {
    ping(connection, event): Match | undefined {
      const { from, ping } = event.frame;
      const { rttMs } = ping ?? {};
      if (rttMs === undefined) return undefined;
      const episode = `K5 ${from}`;
      // Percentiles are looked at where they can have changed for the worse, or may be well again.
      if (rttMs < LATE_MS && !connection.episodes.goesOn(episode)) return undefined;
      const trips = roundTrips(connection.otherThan(from).pings.roundTripsMs);
      if (!connection.episodes.begins(episode, isLate(trips))) return undefined;
      return found(connection, event, trips);
    },
  },
};

function isLate({ samples, p95Ms, shortestMs }: RoundTrips): boolean {
  return samples >= MIN_SAMPLES && p95Ms >= Math.max(LATE_MS, TIMES_SHORTEST * shortestMs);
}

function roundTrips(all: readonly number[]): RoundTrips {
  const sorted = all.toSorted((one, other) => one - other);
  const p95Ms = sorted[Math.ceil(sorted.length * 0.95) - 1] ?? 0;
  return { shortestMs: sorted[0] ?? 0, p95Ms, samples: sorted.length };
}

function found({ opened }: ConnectionFacts, { seq, frame }: FrameEvent, trips: RoundTrips): Match {
  const { from } = frame;
  const { samples, p95Ms, shortestMs } = trips;
  const times = `Of its last ${samples} ACKs the slowest twentieth took ${milliseconds(p95Ms)} and more, the fastest ${milliseconds(shortestMs)}`;
  const whose =
    from === opened.role
      ? 'That is us: see whether this process was short of CPU, or its event loop was held up (E1, E2).'
      : `The time is spent in the ${side(from)}, behind DATA that is on its way, or on packets that were lost.`;
  return {
    severity: p95Ms >= VERY_LATE_MS ? 'WARNING' : 'INFO',
    cause: from,
    explanation: `The ${side(from)} answers PINGs late. ${times}. ${whose}`,
    evidence: [seq],
  };
}
