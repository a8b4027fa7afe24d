import type { StreamClosed } from '../../../trace/event.ts';
import type { ConnectionFacts } from '../../facts/connection.ts';
import type { StreamFacts } from '../../facts/stream.ts';
import type { Match, Rule } from '../../rule.ts';
import { endedByDeadline } from '../shared/deadline.ts';
import { endedByTimer } from '../shared/ended-by-timer.ts';
import { answeredAsGrpc } from '../shared/grpc-answer.ts';
import { failedByHeaderLimit } from '../shared/header-limit.ts';
import { isRefusedAsMalformed } from '../shared/malformed-message.ts';
import { messageOverLimit } from '../shared/message-limit.ts';
import { overConcurrency } from '../shared/over-concurrency.ts';
import { isProxiedCancel } from '../shared/proxied-cancel.ts';
import { waitedAtWindow } from '../shared/window-stall.ts';
import { milliseconds, side } from '../words.ts';
import { CODE_MEANINGS } from './code-words.ts';
import { evidenceOf } from './evidence.ts';
import { statusOfReset } from './mapped-status.ts';
import { progress } from './progress.ts';

/** Each with a rule of its own: S6 and S11, S8, S11, S10. */
const OTHERS: ReadonlySet<string> = new Set(['NO_ERROR', 'ENHANCE_YOUR_CALM', 'INADEQUATE_SECURITY']);
const OF_CLIENT = 'CANCEL';
const OF_SERVER = 'REFUSED_STREAM';

/** S9 */
export const INTERNAL_RESET: Rule = {
  id: 'S9',
  title: 'A call was reset because something failed',
  severity: 'ERROR',
  meaning:
    'One side ended the call with RST_STREAM and a code that tells of a failure: a handler that crashed, a proxy that lost its upstream, or a ' +
    'peer that took a frame for broken. The call has no status; gRPC clients report INTERNAL for most codes.',
  wire: 'RST_STREAM INTERNAL_ERROR, PROTOCOL_ERROR or another code of failure before the end of the response.',
  example: [
    '   0.000 CLIENT HEADERS 1 POST /pkg.Service/Method',
    '   0.900 SERVER HEADERS 1 :status 200, content-type application/grpc',
    '   1.000 SERVER RST_STREAM 1 INTERNAL_ERROR',
  ],
  reproduce: [
    "grpcurl -plaintext -H 'x-sre-fault: rst_stream=INTERNAL_ERROR@after_headers' -d '{}' \\",
    '  localhost:50051 sre.echo.v1.EchoService/Echo',
  ],
  advice: [
    {
      side: 'server',
      change: 'its log at this time: a panic, an exception outside of the handler, a container that was restarted',
    },
    {
      side: 'server',
      of: 'Node http2',
      change: 'a stream that is destroyed with an error sends INTERNAL_ERROR: look for unhandled errors of the handler',
    },
    {
      side: 'proxy',
      of: 'Envoy',
      change: '%RESPONSE_FLAGS% and %RESPONSE_CODE_DETAILS% of its access log: UC, UR, UPE tell what its upstream did',
    },
    {
      side: 'proxy',
      of: 'nginx',
      change: 'its error log: it resets with INTERNAL_ERROR when the upstream fails behind the head',
    },
    {
      side: 'client',
      change: 'a retry may do the work twice once the request was complete: only where the method may be repeated',
    },
  ],
  spec: ['gRPC PROTOCOL-HTTP2, Errors', 'RFC 9113 §7', 'RFC 9113 §5.4.2'],
  watches: {
    streamFailed(connection, stream, time): Match | undefined {
      const { closed } = stream;
      if (closed?.how !== 'RST_STREAM' || !isFailure(closed)) return undefined;
      return isSomebodyElses(connection, stream, closed, time) ? undefined : match(stream, closed);
    },
  },
};

function isFailure({ error = '', endedBy }: StreamClosed): boolean {
  return !OTHERS.has(error) && error !== (endedBy === 'CLIENT' ? OF_CLIENT : OF_SERVER);
}

/** What has a better explanation: a deadline, a timer, a limit, an answer that was none, or what the other side did wrong. */
function isSomebodyElses(
  connection: ConnectionFacts,
  stream: StreamFacts,
  closed: StreamClosed,
  time: number,
): boolean {
  const isDue = endedByDeadline(stream, closed) || endedByTimer(connection, stream, closed, time) !== undefined;
  if (isDue || waitedAtWindow(connection, stream, time) || isProxiedCancel(connection, stream, closed)) return true;
  return isOverLimit(connection, stream, closed) || isPeersMistake(stream, closed);
}

function isOverLimit(connection: ConnectionFacts, stream: StreamFacts, closed: StreamClosed): boolean {
  if (closed.endedBy === 'SERVER' && overConcurrency(connection, stream) !== undefined) return true;
  if (messageOverLimit(stream, closed) !== undefined) return true;
  return failedByHeaderLimit(connection, stream, closed) !== undefined;
}

function isPeersMistake(stream: StreamFacts, closed: StreamClosed): boolean {
  const peer = closed.endedBy === 'CLIENT' ? 'SERVER' : 'CLIENT';
  if (stream.violations[peer] !== undefined || stream.side(peer).messages.isLost) return true;
  return isRefusedAsMalformed(stream, closed) || (stream.isGrpc && !answeredAsGrpc(stream));
}

function match(stream: StreamFacts, closed: StreamClosed): Match {
  const { name, id, isGrpc } = stream;
  const { endedBy, errorCode, durationMs } = closed;
  const error = closed.error ?? '';
  const code = error === '' ? `the unknown code ${errorCode}` : `${error} (${errorCode})`;
  const meaning = CODE_MEANINGS[error];
  const says = meaning === undefined ? '' : ` It says that ${meaning}.`;
  const reported = isGrpc ? ` gRPC clients report ${statusOfReset(error)}.` : '';
  return {
    explanation: `The ${side(endedBy)} reset ${name} with ${code} ${milliseconds(durationMs)} behind its request, ${progress(closed)}.${says}${reported}`,
    evidence: evidenceOf(stream),
    streamId: id,
    cause: `${name} ${endedBy} ${errorCode}`,
  };
}
