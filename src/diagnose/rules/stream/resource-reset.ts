import type { StreamClosed } from '../../../trace/event.ts';
import type { StreamFacts } from '../../facts/stream.ts';
import type { Advice, Match, Rule } from '../../rule.ts';
import { failedByHeaderLimit } from '../shared/header-limit.ts';
import { messageOverLimit } from '../shared/message-limit.ts';
import { bytes, count, milliseconds, side } from '../words.ts';
import { evidenceOf } from './evidence.ts';
import { statusOfReset } from './mapped-status.ts';
import { progress } from './progress.ts';

const SECURITY: readonly Advice[] = [
  { side: 'server', change: 'TLS 1.2 with an AEAD cipher suite and ephemeral keys, or TLS 1.3: RFC 9113 §9.2' },
  { side: 'client', change: 'the same, and the channel credentials that the server asks for' },
];

/** S10 */
export const RESOURCE_RESET: Rule = {
  id: 'S10',
  title: 'A call was reset because of a limit of the other side',
  severity: 'ERROR',
  meaning:
    'ENHANCE_YOUR_CALM on a stream says that the peer asks too much: memory, header fields or requests. gRPC clients report ' +
    'RESOURCE_EXHAUSTED, with words like "Bandwidth exhausted or memory limit exceeded" that are about the code and not about the cause. ' +
    'INADEQUATE_SECURITY says that TLS is not good enough, and is reported as PERMISSION_DENIED.',
  wire: 'RST_STREAM ENHANCE_YOUR_CALM or INADEQUATE_SECURITY before the end of the response; the connection goes on.',
  example: ['   0.000 CLIENT HEADERS 1 POST /pkg.Service/Method', '   0.400 SERVER RST_STREAM 1 ENHANCE_YOUR_CALM'],
  reproduce: [
    "grpcurl -plaintext -H 'x-sre-fault: rst_stream=ENHANCE_YOUR_CALM' -d '{}' localhost:50051 sre.echo.v1.EchoService/Echo",
  ],
  advice: [
    {
      side: 'server',
      of: 'Node http2',
      change:
        'maxSessionMemory (10 MB a connection) for many streams at once; maxHeaderListPairs (128) for many header fields',
    },
    { side: 'server', of: 'grpc-js', change: 'grpc-node.max_session_memory, in MB' },
    { side: 'client', change: 'fewer streams at once on one connection, smaller messages and fewer header fields' },
    {
      side: 'client',
      of: 'grpc-core',
      change:
        'as a client it resets with ENHANCE_YOUR_CALM where it ends a call with RESOURCE_EXHAUSTED: a limit of its own, or a resource quota',
    },
  ],
  spec: ['gRPC PROTOCOL-HTTP2, Errors', 'RFC 9113 §7', 'RFC 9113 §9.2', 'RFC 9113 §10.5'],
  watches: {
    streamFailed(connection, stream): Match | undefined {
      const { closed } = stream;
      if (closed?.error !== 'ENHANCE_YOUR_CALM' && closed?.error !== 'INADEQUATE_SECURITY') return undefined;
      if (closed.how !== 'RST_STREAM' || messageOverLimit(stream, closed) !== undefined) return undefined;
      if (failedByHeaderLimit(connection, stream, closed) !== undefined) return undefined;
      return match(stream, closed, closed.error, connection.openStreams);
    },
  },
};

function match(stream: StreamFacts, closed: StreamClosed, error: string, openStreams: number): Match {
  const { name, id, requestListSize, isGrpc } = stream;
  const { endedBy, durationMs } = closed;
  const reported = isGrpc ? ` gRPC clients report ${statusOfReset(error)}.` : '';
  const measured = `The header list of the request was ${bytes(requestListSize)}, and ${count(openStreams, 'other stream')} of the connection ${openStreams === 1 ? 'was' : 'were'} open.`;
  const isLoad = error === 'ENHANCE_YOUR_CALM';
  return {
    explanation:
      `The ${side(endedBy)} reset ${name} with ${error} ${milliseconds(durationMs)} behind its request, ${progress(closed)}. ` +
      `${isLoad ? measured : 'It finds TLS of this connection too weak for the request.'}${reported}`,
    evidence: evidenceOf(stream),
    streamId: id,
    cause: `${error} ${endedBy}`,
    ...(isLoad ? {} : { advice: SECURITY }),
  };
}
