import type { ConnectionClosed } from '../../../trace/event.ts';
import type { ConnectionFacts } from '../../facts/connection.ts';
import type { SentGoaway } from '../../facts/side.ts';
import type { StreamFacts } from '../../facts/stream.ts';
import type { FrameEvent, Match, Rule } from '../../rule.ts';
import { unanswered } from '../shared/keepalive-timeout.ts';
import { leastRoundTripMs, surelyReceivedMs } from '../shared/round-trip.ts';
import { count, milliseconds } from '../words.ts';
import { ANY_STREAM, isCutBehindGoaway, leftOut, names, planned, requests, retries } from './goaways.ts';

/** What our own server says then, servers/http2/keepalive.ts. */
const KEEPALIVE = 'keepalive_timeout';

/** Nobody waits for less: shared/keepalive-timeout.ts. */
const SHORTEST_KEEPALIVE_MICROSECONDS = 900_000;

/** G3 */
export const NOT_GRACEFUL: Rule = {
  id: 'G3',
  title: 'The server ends the connection without a round trip for what is on its way',
  severity: 'INFO',
  meaning:
    'A graceful end takes two GOAWAYs: one that asks for no new streams and leaves none out, then, a round trip later, one that names the ' +
    'last. With a single GOAWAY, or two at once, calls that the client sends at that moment are left out. They were not processed, so that ' +
    'a retry is safe, and libraries of gRPC make it by themselves once; other clients see errors at each deployment.',
  wire:
    'GOAWAY NO_ERROR from the server with a last stream id below 2147483647 while streams are open, without an earlier GOAWAY, or less ' +
    'than a round trip behind it; or the end of the connection less than a round trip behind the GOAWAY.',
  example: [
    '   0.000 CLIENT HEADERS 5 :path=/pkg.Service/Method',
    '   0.400 SERVER GOAWAY NO_ERROR last=3',
    '   0.600 CLIENT HEADERS 7 :path=/pkg.Service/Method',
    '   1.900 SERVER FIN',
  ],
  reproduce: [
    'sre-test-server serve',
    "grpcurl -plaintext -H 'x-sre-fault: goaway;goaway_last=0' -d '{}' localhost:50051 sre.echo.v1.EchoService/Echo",
  ],
  advice: [
    {
      side: 'server',
      of: 'grpc-go',
      change: 'Server.GracefulStop in place of Stop: it sends both GOAWAYs with a PING in between',
    },
    {
      side: 'server',
      of: 'grpc-java',
      change: 'Server.shutdown, then awaitTermination, and shutdownNow only after that',
    },
    {
      side: 'server',
      of: 'grpc-js',
      change:
        'tryShutdown() sends a single GOAWAY: take the server out of the load balancer some seconds before it is called',
    },
    {
      side: 'server',
      of: 'Kubernetes',
      change: 'a preStop sleep of some seconds, so that nobody sends here any more when the GOAWAY comes',
    },
    {
      side: 'proxy',
      of: 'Envoy',
      change: 'drain_timeout of the HTTP connection manager above a round trip; POST /drain_listeners?graceful',
    },
    { side: 'client', change: 'retry what the GOAWAY leaves out: nothing of it was processed' },
  ],
  spec: ['RFC 9113 §6.8', 'RFC 9113 §8.7', 'gRFC A6, Transparent Retries'],
  watches: {
    goaway: ofGoaway,
    request: ofRequest,
    connectionClosed: ofClosed,
  },
};

function ofGoaway(connection: ConnectionFacts, { seq, frame }: FrameEvent): Match | undefined {
  const { from, goaway } = frame;
  if (from !== 'SERVER' || goaway?.errorCode !== 0 || connection.streams.size === 0) return undefined;
  const sent = planned(connection.server);
  const abrupt = abruptly(connection, sent);
  // Said once: of two at once the second is the first that names a stream.
  if (abrupt === undefined || sent.at(-1) !== abrupt.last) return undefined;
  const out = leftOut(connection.streams.values(), goaway.lastStreamId);
  const how =
    abrupt.gapMs === undefined
      ? 'a single GOAWAY'
      : `two GOAWAYs ${milliseconds(abrupt.gapMs)} apart, less than a round trip,`;
  const began = `The server ended the connection with ${how} (last=${goaway.lastStreamId}) while ${streams(connection.streams.size)} open`;
  if (out.length === 0) {
    return {
      explanation: `${began}. They may finish; a call that the client was sending at that moment is lost.`,
      evidence: [seq],
    };
  }
  return {
    explanation: `${began}. It leaves out ${count(out.length, 'stream')} (${names(out)}): not processed, so that a retry is safe.`,
    evidence: [...requests(out), seq],
    severity: 'WARNING',
  };
}

/** A call that was on its way when the server had named the last stream. */
function ofRequest(connection: ConnectionFacts, stream: StreamFacts, time: number): Match | undefined {
  if (connection.server.goaways.length === 0) return undefined;
  const abrupt = abruptly(connection, planned(connection.server));
  if (abrupt === undefined || leftOut([stream], abrupt.last.lastStreamId).length === 0) return undefined;
  const behindMs = (time - abrupt.last.time) / 1_000;
  // Later than that it is the client that does not listen: G5.
  if (behindMs > surelyReceivedMs(connection)) return undefined;
  return {
    explanation:
      `Stream ${stream.id} (${stream.name}) came ${milliseconds(behindMs)} behind a GOAWAY with last=${abrupt.last.lastStreamId}: it was on its ` +
      'way when the server named its last stream without waiting a round trip. It is not processed, and a retry is safe.',
    evidence: [abrupt.last.seq, stream.requestSeq],
    streamId: stream.id,
    severity: 'WARNING',
  };
}

/** The end of the connection took the place of the second GOAWAY, or followed it at once. */
function ofClosed(connection: ConnectionFacts, closed: ConnectionClosed, time: number): Match | undefined {
  if (!isCutBehindGoaway(connection, closed, time)) return undefined;
  const last = planned(connection.server).at(-1);
  if (last === undefined || !isWithinRoundTrip(connection, last.time, time)) return undefined;
  const { cut } = connection;
  return {
    explanation:
      `The server closed the connection ${milliseconds((time - last.time) / 1_000)} behind its GOAWAY (last=${last.lastStreamId}), without a ` +
      `round trip in between, and cut off ${count(cut.count, 'stream')}: ${names(cut.streams)}. ${retries(cut)}`,
    evidence: [...requests(cut.streams), last.seq, connection.closedSeq],
    severity: 'ERROR',
    cause: 'closed',
  };
}

interface Abrupt {
  /** The one that names the last stream. */
  readonly last: SentGoaway;
  /** Behind the one before it; undefined where there is none. */
  readonly gapMs: number | undefined;
}

/** @returns undefined where the server has named no last stream yet, or has waited a round trip before it did */
function abruptly(connection: ConnectionFacts, sent: readonly SentGoaway[]): Abrupt | undefined {
  const named = sent.findIndex(({ lastStreamId }) => lastStreamId < ANY_STREAM);
  const last = sent[named];
  if (last === undefined || isKeepaliveTimeout(connection, last)) return undefined;
  const [first] = sent;
  if (first === undefined || named === 0) return { last, gapMs: undefined };
  return isWithinRoundTrip(connection, first.time, last.time)
    ? { last, gapMs: (last.time - first.time) / 1_000 }
    : undefined;
}

/** A PING was not answered: K4. */
function isKeepaliveTimeout(connection: ConnectionFacts, { debug, time }: SentGoaway): boolean {
  const ping = unanswered(connection, 'SERVER');
  return debug === KEEPALIVE || (ping !== undefined && time - ping.time >= SHORTEST_KEEPALIVE_MICROSECONDS);
}

/** What comes in one piece leaves no time, whatever the round trip is. */
function isWithinRoundTrip(connection: ConnectionFacts, from: number, to: number): boolean {
  return to === from || (to - from) / 1_000 < (leastRoundTripMs(connection) ?? 0);
}

function streams(open: number): string {
  return `${count(open, 'stream')} ${open === 1 ? 'was' : 'were'}`;
}
