import type { StreamFacts } from '../../facts/stream.ts';
import type { Match, Rule } from '../../rule.ts';
import { grpcFraming } from '../shared/grpc-framing.ts';
import { isUnsupportedContentType } from '../shared/unsupported-content-type.ts';
import { quoted } from '../words.ts';

const MAX_QUOTED = 60;

/** S19 */
export const WRONG_CONTENT_TYPE: Rule = {
  id: 'S19',
  title: 'A call was refused because of its content-type',
  severity: 'ERROR',
  meaning:
    'The path is that of a method of gRPC, but the request speaks another protocol than the server: gRPC-Web (application/grpc-web), ' +
    'Connect (application/proto, application/json) or JSON as a gateway takes it, where the server knows gRPC alone; or gRPC, where a ' +
    'web server answers. Such servers answer 415, which clients report as UNKNOWN or as a broken response.',
  wire: ':status 415 to a request whose content-type begins with application/grpc, or whose path is "/package.Service/Method".',
  example: [
    '   0.000 CLIENT HEADERS 1 :path=/pkg.Service/Method content-type=application/grpc-web+proto',
    '   0.900 SERVER HEADERS 1 :status=415 accept=application/grpc',
  ],
  reproduce: [
    'curl --http2-prior-knowledge -H "content-type: application/grpc-web+proto" --data-binary "" \\',
    '  http://localhost:50051/sre.echo.v1.EchoService/Echo',
  ],
  advice: [
    {
      side: 'client',
      change:
        'the transport that the server speaks: createGrpcTransport of Connect, a client of gRPC instead of gRPC-Web outside of browsers',
    },
    {
      side: 'proxy',
      of: 'Envoy',
      change:
        'the filter envoy.filters.http.grpc_web, or connect_grpc_bridge, in front of servers that speak gRPC alone',
    },
    { side: 'server', of: 'grpc-go', change: 'a handler of gRPC-Web or Connect beside it, connect-go for example' },
    {
      side: 'server',
      of: 'grpc-java',
      change: 'a proxy in front that translates: grpc-java serves no gRPC-Web itself',
    },
  ],
  spec: ['gRPC PROTOCOL-HTTP2, Content-Type', 'RFC 9110 §15.5.16', 'gRPC PROTOCOL-WEB'],
  watches: {
    streamFailed(_connection, stream: StreamFacts): Match | undefined {
      const { closed, request } = stream;
      if (closed === undefined || !isUnsupportedContentType(stream, closed)) return undefined;
      const type = quoted(request.contentType ?? '', MAX_QUOTED);
      const sent = type === '' ? 'without content-type' : `with content-type ${type}${nameOf(request.contentType)}`;
      return {
        explanation: `The client called ${stream.name} ${sent}, and was answered 415. ${whoTakesWhat(request.contentType)}`,
        evidence: [stream.requestSeq, stream.responseSeq],
        streamId: stream.id,
        cause: request.contentType ?? '',
      };
    },
  },
};

/** Connect, https://connectrpc.com/docs/protocol. */
const CONNECT = /^application\/(?:connect\+)?(?:proto|json)\b/;

function nameOf(contentType: string | undefined): string {
  const framing = grpcFraming(contentType);
  if (framing !== undefined) return framing === 'grpc' ? '' : ', which is gRPC-Web';
  return contentType !== undefined && CONNECT.test(contentType) ? ', as Connect does' : '';
}

function whoTakesWhat(contentType: string | undefined): string {
  return grpcFraming(contentType) === 'grpc'
    ? 'Who answered serves no gRPC at this path.'
    : 'Servers of gRPC take application/grpc alone.';
}
