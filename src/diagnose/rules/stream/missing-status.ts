import type { StreamClosed } from '../../../trace/event.ts';
import type { MessageProgress } from '../../facts/message-progress.ts';
import type { StreamFacts } from '../../facts/stream.ts';
import type { Match, Rule } from '../../rule.ts';
import { grpcFraming } from '../shared/grpc-framing.ts';
import { milliseconds } from '../words.ts';
import { upstreamHadStatus } from './counterpart.ts';
import { evidenceOf } from './evidence.ts';
import { progress } from './progress.ts';

/** S1 */
export const MISSING_STATUS: Rule = {
  id: 'S1',
  title: 'The response of a gRPC call ended without grpc-status',
  severity: 'ERROR',
  meaning:
    'The response is one of gRPC by its content-type, but the trailers that tell how the call ended did not come. A client cannot know ' +
    'whether the call worked: it reports UNKNOWN or INTERNAL, whatever came before. Mostly a hop in between does not pass trailers on ' +
    '(HTTP/1.1 to the upstream, a gateway that buffers), or the server is a plain HTTP handler that never sets them.',
  wire:
    'HEADERS with :status 200 and a content-type of application/grpc, then END_STREAM on DATA; or trailers that have no grpc-status; or ' +
    'grpc-status in a head that is not the end of the stream.',
  example: [
    '   0.000 CLIENT HEADERS 1 POST /pkg.Service/Method',
    '   0.900 SERVER HEADERS 1 :status 200, content-type application/grpc',
    '   1.000 SERVER DATA 1 12 bytes END_STREAM',
  ],
  reproduce: [
    "grpcurl -plaintext -H 'x-sre-fault: no_trailers' -d '{}' localhost:50051 sre.echo.v1.EchoService/Echo",
    "grpcurl -plaintext -H 'x-sre-fault: no_grpc_status' -d '{}' localhost:50051 sre.echo.v1.EchoService/Echo",
  ],
  advice: [
    {
      side: 'proxy',
      of: 'nginx',
      change: 'grpc_pass in place of proxy_pass, with HTTP/2 on the listener: proxy_pass drops trailers',
    },
    { side: 'proxy', of: 'HAProxy', change: 'proto h2 on the server line, and alpn h2 (or proto h2) on the bind line' },
    {
      side: 'proxy',
      of: 'Envoy',
      change:
        'explicit_http_config with http2_protocol_options on the cluster: an upstream of HTTP/1.1 has no trailers',
    },
    {
      side: 'server',
      change:
        'end each call with the trailers of the gRPC library, also where it fails: HEADERS with grpc-status and END_STREAM',
    },
  ],
  spec: ['gRPC PROTOCOL-HTTP2, Responses', 'gRPC http-grpc-status-mapping', 'RFC 9113 §8.1'],
  watches: {
    streamClosed(connection, stream): Match | undefined {
      const { closed } = stream;
      if (closed === undefined || isWell(closed) || !isAnswer(stream)) return undefined;
      const where = whereItIs(stream, closed);
      // What is missing here, but was there on the other leg, the hop between them has lost.
      if (where === undefined || upstreamHadStatus(connection, stream)) return undefined;
      return match(stream, closed, where);
    },
  },
};

/** Nearly all calls. */
function isWell({ how, grpcStatus }: StreamClosed): boolean {
  return (how === 'TRAILERS' && grpcStatus !== undefined) || how === 'RST_STREAM' || how === 'CONNECTION_CLOSED';
}

function isAnswer({ isGrpc, response, trailers, server }: StreamFacts): boolean {
  if (!isGrpc || response?.status !== '200' || grpcFraming(response.contentType) === undefined) return false;
  // A body that ends within a message was cut (S15), and one that is no messages at all is somebody else's (S14).
  if (isCut(server.messages) && grpcFraming(response.contentType) === 'grpc') return false;
  return response.isIncomplete !== true && trailers?.isIncomplete !== true;
}

function isCut({ pendingBytes, isLost }: MessageProgress): boolean {
  return pendingBytes > 0 || isLost;
}

/** In words; undefined where grpc-status is where it belongs, or nobody can tell. */
function whereItIs(stream: StreamFacts, { how, grpcStatus }: StreamClosed): string | undefined {
  const isWeb = grpcFraming(stream.response?.contentType) !== 'grpc';
  if (grpcStatus !== undefined) {
    if (!isWithData(stream, how) || isWeb) return undefined;
    return `grpc-status ${grpcStatus.code} was in the head of the response, and an empty DATA frame ended the stream: clients look for it in the trailers`;
  }
  // In gRPC-Web they are in the body, which may be compressed, or longer than what is kept of it.
  if (isWeb) return stream.closed?.originReason === READ_ALL ? 'its body has no trailers with grpc-status' : undefined;
  return how === 'TRAILERS' ? 'the trailers have no grpc-status' : 'END_STREAM came without trailers';
}

/** Trailers-only is one HEADERS frame: the trace takes a DATA frame without a byte behind it for the same. */
function isWithData({ server }: StreamFacts, how: StreamClosed['how']): boolean {
  return how === 'TRAILERS_ONLY' && server.dataFrames > 0;
}

/** What the trace says of a response that it could read to its end (trace/stream-origin.ts). */
const READ_ALL = 'the response ended without grpc-status';

function match(stream: StreamFacts, closed: StreamClosed, where: string): Match {
  const { name, id } = stream;
  const when = `${milliseconds(closed.durationMs)} behind the request, ${progress({ ...closed, stage: 'RESPONSE' })}`;
  return {
    explanation:
      `The response to ${name} ended without the status of gRPC ${when}: ${where}. ` +
      'Clients report UNKNOWN or INTERNAL, though the call may have worked.',
    evidence: evidenceOf(stream),
    streamId: id,
    cause: `${name} ${closed.how}`,
  };
}
