import type { Goaway } from '../../../trace/event.ts';
import type { ConnectionFacts } from '../../facts/connection.ts';
import type { SentGoaway, SideFacts } from '../../facts/side.ts';
import type { SeenViolation } from '../../facts/violations.ts';
import type { FrameEvent, Match, Rule } from '../../rule.ts';
import { goawayCause } from '../shared/goaway-cause.ts';
import { count, quoted, side } from '../words.ts';
import { ERROR_MEANINGS } from './error-meanings.ts';
import { ANY_STREAM, planned } from './goaways.ts';
import { recentFrames, recentSeqs } from './recent.ts';

/** G11 */
export const CONNECTION_ERROR: Rule = {
  id: 'G11',
  title: 'A side ended the connection with an error',
  severity: 'ERROR',
  meaning:
    'GOAWAY with an error code says: the other side did something that cannot be put right, and all calls of the connection end. The code says ' +
    'what kind of thing, and the debug data at times more. What it was is in the frames that the other side sent just before, which the ' +
    'evidence lists; where our own parser has found a rule broken there, the explanation names it.',
  wire: 'GOAWAY with an error code, which no other rule (K1, C5, C6, G4, G7 to G10) explains.',
  example: [
    '   0.000 CLIENT DATA 1 (16385 bytes)',
    '   0.200 SERVER GOAWAY FRAME_SIZE_ERROR last=1',
    '   0.300 connection closed by SERVER',
  ],
  reproduce: [
    'sre-test-server serve',
    "grpcurl -plaintext -H 'x-sre-fault: settings=0x4:2147483648' -d '{}' localhost:50051 sre.echo.v1.EchoService/Echo",
    "grpcurl -plaintext -H 'x-sre-fault: goaway=PROTOCOL_ERROR' -d '{}' localhost:50051 sre.echo.v1.EchoService/Echo",
  ],
  advice: [
    {
      side: 'client',
      change: 'look at the evidence on both sides of each proxy: who wrote the frame that was refused has the bug',
    },
    {
      side: 'client',
      of: 'grpc-go',
      change: 'GODEBUG=http2debug=2, GRPC_GO_LOG_SEVERITY_LEVEL=info GRPC_GO_LOG_VERBOSITY_LEVEL=99',
    },
    { side: 'client', of: 'grpc-js', change: 'GRPC_TRACE=transport,subchannel GRPC_VERBOSITY=DEBUG, NODE_DEBUG=http2' },
    {
      side: 'server',
      of: 'Envoy',
      change: 'statistics http2.*error and cluster.*.http2.*, log level trace of the component http2',
    },
    { side: 'client', change: 'calls above the last stream id of the GOAWAY were not processed: a retry is safe' },
  ],
  spec: ['RFC 9113 §5.4.1', 'RFC 9113 §6.8', 'RFC 9113 §7'],
  watches: {
    goaway(connection, event: FrameEvent): Match | undefined {
      const { from, goaway } = event.frame;
      if (goaway === undefined || goawayCause(connection, event) !== 'OTHER') return undefined;
      const blamed = connection.otherThan(from);
      const broken = violationOf(blamed, goaway.errorCode);
      const goodbye = planned(blamed).at(-1);
      const open = connection.streams.size;
      if (goodbye !== undefined && (open === 0 || broken === undefined))
        return behindGoodbye(goodbye, event, goaway, open);
      return {
        explanation: explain(connection, blamed, goaway, broken),
        evidence: inOrder([...(broken === undefined ? [] : [broken.seq]), ...recentSeqs(blamed), event.seq]),
        cause: `${from} ${goaway.errorCode}`,
      };
    },
  },
};

/**
 * The other side had ended the connection itself: where no stream was left, nothing is lost. grpc-go names its own last stream where
 * RFC 9113 §6.8 has one of the other side, which nghttp2, and so Node, takes for an error each time that a client closes.
 */
function behindGoodbye(goodbye: SentGoaway, { seq, frame }: FrameEvent, goaway: Goaway, open: number): Match {
  const by = side(frame.from);
  const other = frame.from === 'CLIENT' ? 'server' : 'client';
  const { error, errorCode } = goaway;
  const name = error === '' ? `the unknown error ${errorCode}` : error;
  const streams = open === 0 ? 'no stream' : count(open, 'stream');
  const outcome = open === 0 ? 'nothing is lost' : 'they end without the rest of their responses';
  return {
    severity: open === 0 ? 'INFO' : 'WARNING',
    explanation:
      `The ${other} had ended the connection itself (GOAWAY NO_ERROR, last=${goodbye.lastStreamId}), with ${streams} open, and the ${by} ` +
      `answered with ${name}: ${outcome}.${namesItsOwn(goodbye, other)}`,
    evidence: [goodbye.seq, seq],
    cause: `${frame.from} ${errorCode} behind a GOAWAY ${open === 0}`,
    advice: [{ side: other, change: open === 0 ? 'nothing: it had ended the connection already' : WAIT_FOR_CALLS }],
  };
}

const WAIT_FOR_CALLS = 'wait for the calls that are open, or cancel them, before the connection is closed';

/** Streams of clients are odd: RFC 9113 §5.1.1. */
function namesItsOwn({ lastStreamId }: SentGoaway, from: 'client' | 'server'): string {
  const isOwn = lastStreamId !== 0 && lastStreamId !== ANY_STREAM && (lastStreamId % 2 === 1) === (from === 'client');
  if (!isOwn) return '';
  return ` The GOAWAY of the ${from} named stream ${lastStreamId}, one of its own, where a stream of the other side belongs; nghttp2 refuses that.`;
}

/** The one with its code, or else the last one that is an error of the whole connection. */
function violationOf({ violations }: SideFacts, errorCode: number): SeenViolation | undefined {
  return violations.of(errorCode) ?? violations.first.findLast(({ scope }) => scope === 'CONNECTION');
}

function explain(
  { streams }: ConnectionFacts,
  blamed: SideFacts,
  goaway: Goaway,
  broken: SeenViolation | undefined,
): string {
  const { error, errorCode, debug, lastStreamId } = goaway;
  const by = blamed.from === 'CLIENT' ? 'server' : 'client';
  const name = error === '' ? `the unknown error ${errorCode}` : error;
  const said = debug === '' ? 'without debug data' : `saying ${quoted(debug)}`;
  const open = streams.size === 0 ? '' : `, with ${count(streams.size, 'stream')} open`;
  const meaning = ERROR_MEANINGS[error];
  const kind = meaning === undefined ? '' : ` It means: ${meaning}.`;
  const found =
    broken === undefined
      ? `We found no rule broken; the last frames of the ${side(blamed.from)} were ${recentFrames(blamed)}.`
      : `The ${side(blamed.from)} had broken a rule: ${broken.reason} (${broken.spec}).`;
  return `The ${by} ended the connection with ${name} (last=${lastStreamId}), ${said}${open}.${kind} ${found}`;
}

function inOrder(evidence: readonly number[]): number[] {
  return [...new Set(evidence)].sort((a, b) => a - b);
}
