import type { Severity, StreamClosed } from '../../../trace/event.ts';
import type { AbandonedStream } from '../../facts/abandoned-streams.ts';
import type { ConnectionFacts } from '../../facts/connection.ts';
import type { StreamFacts } from '../../facts/stream.ts';
import type { Advice, Match, Rule } from '../../rule.ts';
import { endedByDeadline } from '../shared/deadline.ts';
import { endedByTimer } from '../shared/ended-by-timer.ts';
import { answeredAsGrpc } from '../shared/grpc-answer.ts';
import { failedByHeaderLimit } from '../shared/header-limit.ts';
import { messageOverLimit } from '../shared/message-limit.ts';
import { isProxiedCancel } from '../shared/proxied-cancel.ts';
import { waitedAtWindow } from '../shared/window-stall.ts';
import { bytes, milliseconds } from '../words.ts';
import { evidenceOf } from './evidence.ts';
import { progress } from './progress.ts';

/** Nobody means such a deadline to be tight: a server that says nothing for so long hangs, or what it waits for does. */
const GENEROUS_MS = 1_000;

/** What the server sends behind a cancellation is told when it ends, or when it has gone on for so long. */
const GOES_ON_MICROSECONDS = 1_000_000;

const CANCEL_ADVICE: readonly Advice[] = [
  {
    side: 'client',
    change: 'nothing, where its user or its own caller went away: a cancellation travels down the whole chain of calls',
  },
  {
    side: 'client',
    change: 'if nobody cancelled: a timeout of its HTTP library, or a context that is shared with a call that ended',
  },
  {
    side: 'server',
    change:
      'stop working when the call is cancelled: ctx.Done() in grpc-go, Context.isCancelled() in grpc-java, the "cancelled" event in grpc-js',
  },
];

/** S11 */
export const CANCELLED: Rule = {
  id: 'S11',
  title: 'A call was cancelled: its deadline had passed, or its caller went away',
  severity: 'WARNING',
  meaning:
    'RST_STREAM CANCEL is how a client ends a call early. At the time that grpc-timeout names it is the deadline: the client reports ' +
    'DEADLINE_EXCEEDED, and made that status itself. Earlier, or without a deadline, its application or its own caller has cancelled, and ' +
    'it reports CANCELLED. ERROR is said where a deadline of a second or more passed without a byte of the response, WARNING of other ' +
    'deadlines, INFO of streams that had delivered messages until then and of cancellations.',
  wire:
    'RST_STREAM CANCEL of the client as long after its HEADERS as grpc-timeout says (10 % more or less, 25 ms at least), or FIN of a client ' +
    'that ends with its call; RST_STREAM CANCEL or grpc-status 4 of a server that counts the deadline too. Earlier: a cancellation.',
  example: [
    '   0.000 CLIENT HEADERS 1 POST /pkg.Service/Method, grpc-timeout 100m',
    '   0.010 CLIENT DATA 1 12 bytes END_STREAM',
    ' 101.000 CLIENT RST_STREAM 1 CANCEL',
    ' 101.300 SERVER HEADERS 1 END_STREAM grpc-status 4',
  ],
  reproduce: [
    "grpcurl -plaintext -max-time 0.2 -H 'x-sre-fault: delay=2s' -d '{}' localhost:50051 sre.echo.v1.EchoService/Echo",
    'The same without -max-time, and Ctrl-C: a cancellation.',
  ],
  advice: [
    {
      side: 'server',
      change:
        'find what the handler waited for; pass the deadline on to the calls that it makes itself (ctx in grpc-go, Context in grpc-java)',
    },
    {
      side: 'client',
      of: 'grpc-go',
      change: 'the time of context.WithTimeout, against how long the method takes at its worst',
    },
    {
      side: 'client',
      of: 'grpc-java',
      change: 'withDeadlineAfter for each call: set once on a stub it counts from then on',
    },
    { side: 'client', of: 'grpc-js', change: 'deadline in the options of the call: the time of connecting counts too' },
    {
      side: 'proxy',
      of: 'Envoy',
      change: 'max_stream_duration.grpc_timeout_header_max of the route bounds the deadlines that clients ask for',
    },
  ],
  spec: ['gRPC PROTOCOL-HTTP2, Timeout', 'gRPC deadlines', 'gRPC PROTOCOL-HTTP2, Errors', 'RFC 9113 §8.7'],
  watches: {
    streamFailed(connection, stream, time): Match | undefined {
      return stream.closed === undefined ? undefined : judge(connection, stream, stream.closed, time);
    },
    late(connection, abandoned, time): Match | undefined {
      const { stream, resetAt, ended, isTold } = abandoned;
      if (isTold || stream.closed === undefined || (!ended && time - resetAt < GOES_ON_MICROSECONDS)) return undefined;
      const match = judge(connection, stream, stream.closed, resetAt);
      if (match === undefined) return undefined;
      abandoned.isTold = true;
      return amended(match, abandoned, time);
    },
  },
};

function judge(
  connection: ConnectionFacts,
  stream: StreamFacts,
  closed: StreamClosed,
  time: number,
): Match | undefined {
  const isDue = endedByDeadline(stream, closed);
  const isCancelled = isCancel(closed) || isProxiedCancel(connection, stream, closed);
  if (!isDue && (!isCancelled || isForReason(connection, stream, closed))) return undefined;
  // A timer of a proxy, or a side that does not read: they say why nobody waited any longer.
  if (endedByTimer(connection, stream, closed, time) !== undefined || waitedAtWindow(connection, stream, time))
    return undefined;
  return isDue ? deadline(stream, closed) : cancellation(stream, closed);
}

/** What came of the response made the client cancel. */
function isForReason(connection: ConnectionFacts, stream: StreamFacts, closed: StreamClosed): boolean {
  if (messageOverLimit(stream, closed) !== undefined || failedByHeaderLimit(connection, stream, closed) !== undefined)
    return true;
  return stream.isGrpc && (!answeredAsGrpc(stream) || stream.server.messages.isLost);
}

/** Node's http2 closes a stream with NO_ERROR where it is told no code. */
function isCancel({ how, endedBy, error }: StreamClosed): boolean {
  return how === 'RST_STREAM' && endedBy === 'CLIENT' && (error === 'CANCEL' || error === 'NO_ERROR');
}

function deadline(stream: StreamFacts, closed: StreamClosed): Match {
  const { name, id, timeoutMs = 0, closedSeq } = stream;
  const isCut = closed.how === 'CONNECTION_CLOSED';
  return {
    explanation:
      `${howDeadlineEnded(stream, closed)} ${milliseconds(closed.durationMs)} behind its request${howFar(closed)}: ` +
      `the deadline of ${milliseconds(timeoutMs)} (grpc-timeout) had passed.${whatServerDid(stream, closed)}`,
    evidence: isCut ? [...evidenceOf(stream), closedSeq] : evidenceOf(stream),
    streamId: id,
    severity: severityOf(timeoutMs, closed),
    cause: `${name} deadline`,
  };
}

/** Long streams that end with their deadline may be meant to; but an answer that had not begun was waited for. */
function severityOf(timeoutMs: number, { stage, response }: StreamClosed): Severity {
  if (response.messages > 0) return 'INFO';
  const isSilent = stage !== 'RESPONSE' && response.bytes === 0;
  return isSilent && timeoutMs >= GENEROUS_MS ? 'ERROR' : 'WARNING';
}

function howDeadlineEnded({ name }: StreamFacts, { how, endedBy }: StreamClosed): string {
  if (how === 'CONNECTION_CLOSED') return `The client closed the connection with ${name} open,`;
  if (how !== 'RST_STREAM') return `The server ended ${name} with DEADLINE_EXCEEDED`;
  return `The ${endedBy === 'CLIENT' ? 'client' : 'server'} cancelled ${name}`;
}

/** Behind a status nothing is left out. */
function howFar(closed: StreamClosed): string {
  return closed.stage === 'COMPLETE' ? '' : `, ${progress(closed)}`;
}

function whatServerDid({ client }: StreamFacts, { how, stage, endedBy }: StreamClosed): string {
  if (stage === 'REQUEST' && !client.ended) return ' The client had not ended its request.';
  if (endedBy === 'SERVER')
    return how === 'RST_STREAM' ? ' The server counts the deadline too, and was the first to see it.' : '';
  return stage === 'WAITING' ? ' The server had said nothing.' : '';
}

function cancellation(stream: StreamFacts, closed: StreamClosed): Match {
  const { name, id, timeoutMs, rpc, method } = stream;
  const left =
    timeoutMs === undefined
      ? 'It had named no deadline'
      : `Its deadline of ${milliseconds(timeoutMs)} was ${milliseconds(timeoutMs - closed.durationMs)} ahead`;
  return {
    explanation:
      `The client cancelled ${name} ${milliseconds(closed.durationMs)} behind its request, ${progress(closed)}. ${left}: ` +
      `${whoMayHave(closed)} did that.`,
    evidence: evidenceOf(stream),
    streamId: id,
    severity: 'INFO',
    // Paths that are no methods are without number.
    cause: rpc === undefined ? `${method} cancel` : `${name} cancel`,
    advice: CANCEL_ADVICE,
  };
}

/** A proxy has a client of its own. */
function whoMayHave({ error }: StreamClosed): string {
  if (error !== 'INTERNAL_ERROR') return 'its application, its own caller or a timeout of its own';
  return 'a proxy resets with INTERNAL_ERROR whatever its reason was, and most often its own client, which went away,';
}

/** What the server did that nobody waited for any more. */
function amended(
  match: Match,
  { resetAt, lateBytes, lateSeq, lateStatus, ended }: AbandonedStream,
  time: number,
): Match {
  const after = milliseconds((time - resetAt) / 1000);
  const status = lateStatus === undefined ? '' : ` with grpc-status ${lateStatus.slice(0, 3)}`;
  const what = ended
    ? ` The server ended the call${status} ${after} behind that, with ${bytes(lateBytes)} more that nobody read.`
    : ` ${after} behind that the server still sends: ${bytes(lateBytes)} so far, which nobody reads.`;
  return { ...match, explanation: match.explanation + what, evidence: [...match.evidence, lateSeq], amends: true };
}
