import type { StreamClosed } from '../../../trace/event.ts';
import type { ConnectionFacts } from '../../facts/connection.ts';
import type { ResponseHead } from '../../facts/response-head.ts';
import type { StreamFacts } from '../../facts/stream.ts';
import type { Match, Rule } from '../../rule.ts';
import { endedByTimer } from '../shared/ended-by-timer.ts';
import { answeredAsGrpc } from '../shared/grpc-answer.ts';
import { failedByHeaderLimit } from '../shared/header-limit.ts';
import { ownReply } from '../shared/own-replies.ts';
import { isUnsupportedContentType } from '../shared/unsupported-content-type.ts';
import { milliseconds, quoted } from '../words.ts';
import { evidenceOf } from './evidence.ts';
import { statusOfHttp } from './mapped-status.ts';

/** RFC 9110 §15.5.5. */
const NOT_FOUND = 404;

/** S4 */
export const NOT_GRPC: Rule = {
  id: 'S4',
  title: 'A gRPC call was answered by something that is not gRPC',
  severity: 'ERROR',
  meaning:
    'The answer is one of plain HTTP: a proxy, a load balancer, a login page or a web server answered, not the gRPC service. Clients make ' +
    'up a status from :status and drop the body, so that what it says is seen here only.',
  wire: 'A request with content-type application/grpc; HEADERS with another :status than 200 or another content-type, and no grpc-status.',
  example: [
    '   0.000 CLIENT HEADERS 1 POST /pkg.Service/Method, content-type application/grpc',
    '   0.800 SERVER HEADERS 1 :status 413, content-type text/html, server nginx',
    '   0.800 SERVER DATA 1 183 bytes END_STREAM <html><head><title>413 Request Entity Too Large',
    '   3.100 CLIENT RST_STREAM 1 CANCEL',
  ],
  reproduce: ["grpcurl -plaintext -H 'x-sre-fault: html=503' -d '{}' localhost:50051 sre.echo.v1.EchoService/Echo"],
  advice: [
    {
      side: 'client',
      change:
        'check that host and port are those of the gRPC service and not of a web server or an ingress without a route for it',
    },
    {
      side: 'proxy',
      of: 'nginx',
      change:
        'grpc_pass with a location for the service; client_max_body_size 0 for messages over 1 MB (413); grpc_read_timeout (504)',
    },
    {
      side: 'proxy',
      of: 'ingress-nginx',
      change:
        'nginx.ingress.kubernetes.io/backend-protocol: GRPC, and TLS: without it requests of HTTP/1.1 reach the service',
    },
    {
      side: 'proxy',
      of: 'HAProxy',
      change: 'proto h2 on the server line; errors of its own are HTML, with 502, 503 or 504',
    },
    { side: 'proxy', of: 'AWS ALB', change: 'a target group of protocol version GRPC' },
  ],
  spec: ['gRPC http-grpc-status-mapping', 'gRPC PROTOCOL-HTTP2, Responses', 'RFC 9110 §15'],
  watches: {
    streamFailed(connection, stream, time): Match | undefined {
      const { closed, response } = stream;
      if (!stream.isGrpc || closed === undefined || response === undefined || answeredAsGrpc(stream)) return undefined;
      if (isSomebodyElses(connection, stream, closed) || ownReply(stream, closed) !== undefined) return undefined;
      if (endedByTimer(connection, stream, closed, time) !== undefined) return undefined;
      return match(stream, response, closed);
    },
  },
};

/** A header list that is too long (L1), a content-type that nobody takes (S19), a method that nobody has (S17). */
function isSomebodyElses(connection: ConnectionFacts, stream: StreamFacts, closed: StreamClosed): boolean {
  if (failedByHeaderLimit(connection, stream, closed) !== undefined || isUnsupportedContentType(stream, closed))
    return true;
  return closed.httpStatus === NOT_FOUND && stream.rpc !== undefined;
}

function match(stream: StreamFacts, response: ResponseHead, closed: StreamClosed): Match {
  const { name, id, errorBody } = stream;
  const { status = '', contentType = 'none', server } = response;
  const by = server === undefined ? '' : `, server ${quoted(server, 40)}`;
  const body = quoted(errorBody?.text ?? '');
  const says = body === '' ? 'It had no body that could be read.' : `Its body begins ${body}.`;
  return {
    explanation:
      `${name} was answered after ${milliseconds(closed.firstByteMs ?? closed.durationMs)} with HTTP status ${status}, ` +
      `content-type ${quoted(contentType, 60)}${by}, and without grpc-status: no gRPC server does that. ` +
      `Clients make ${statusOfHttp(status)} of it. ${says}`,
    evidence: evidenceOf(stream),
    streamId: id,
    cause: `${status} ${server ?? ''}`,
  };
}
