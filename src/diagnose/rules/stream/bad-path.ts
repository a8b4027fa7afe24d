import type { Headers, Severity } from '../../../trace/event.ts';
import type { ConnectionFacts } from '../../facts/connection.ts';
import type { Match, Rule } from '../../rule.ts';
import { fieldValue } from '../shared/fields.ts';
import { grpcFraming } from '../shared/grpc-framing.ts';

/** A path is quoted without its query. */
const MAX_QUOTED = 120;

/** S18 */
export const BAD_PATH: Rule = {
  id: 'S18',
  title: 'The path of a request names no method',
  severity: 'WARNING',
  meaning:
    'gRPC calls a method by the path "/package.Service/Method". A path without a method, with an empty part, with a whole URL or a query, ' +
    'or with a prefix that a gateway should have taken off is answered with UNIMPLEMENTED, whatever services the server has. A path ' +
    'that does not begin with "/" is malformed in all of HTTP/2.',
  wire: 'HEADERS of a request whose :path is not "/" service "/" method.',
  example: ['   0.000 CLIENT HEADERS 1 :method=POST :path=pkg.Service/Method content-type=application/grpc'],
  reproduce: [
    'curl --http2-prior-knowledge -H "content-type: application/grpc" -H "te: trailers" --data-binary "" \\',
    '  http://localhost:50051/api/sre.echo.v1.EchoService/Echo',
  ],
  advice: [
    {
      side: 'client',
      of: 'grpc-js',
      change: 'in makeUnaryRequest and in own service definitions the path begins with "/": "/pkg.Service/Method"',
    },
    {
      side: 'client',
      of: 'grpc-go',
      change: 'ClientConn.Invoke with "/pkg.Service/Method"; the target of NewClient has no path',
    },
    { side: 'proxy', of: 'Envoy', change: 'prefix_rewrite or regex_rewrite of the route takes a prefix off' },
    { side: 'proxy', of: 'nginx', change: 'a rewrite rule in the location takes a prefix off: grpc_pass takes no URI' },
  ],
  spec: ['gRPC PROTOCOL-HTTP2, Path', 'RFC 9113 §8.3.1'],
  watches: {
    requestHead(_connection: ConnectionFacts, headers: Headers): Match | undefined {
      const path = fieldValue(headers, ':path');
      // None at all is malformed in another way.
      if (path === undefined || path === '') return undefined;
      const problem = problemOf(path, headers);
      if (problem === undefined) return undefined;
      const { why, severity = 'WARNING' } = problem;
      const explanation = `The client asks for ${quoted(path)}: ${why}`;
      // The engine says which stream and frame it was.
      return { explanation, evidence: [], severity, cause: why };
    },
  },
};

interface Problem {
  readonly why: string;
  readonly severity?: Severity;
}

function problemOf(path: string, headers: Headers): Problem | undefined {
  if (!path.startsWith('/')) return withoutSlash(path, fieldValue(headers, ':method'));
  const framing = grpcFraming(fieldValue(headers, 'content-type'));
  if (framing === undefined) return undefined;
  const [, service = '', method, ...more] = path.split('/');
  if (path.includes('?')) return { why: 'a query is no part of the name of a method, and gRPC knows none.' };
  if (method === undefined) return { why: 'there is no method behind the service, or no service.' };
  if (service === '' || [method, ...more].includes('')) return { why: 'a part of it is empty.' };
  // Gateways of gRPC-Web are mounted under a prefix, and take it off.
  if (more.length === 0 || framing !== 'grpc') return undefined;
  return {
    why: 'there is a prefix in front of service and method, which most servers of gRPC do not take off.',
    severity: 'INFO',
  };
}

/** RFC 9113 §8.3.1: OPTIONS may ask for "*", and CONNECT has no path. */
function withoutSlash(path: string, method: string | undefined): Problem | undefined {
  if (method === 'OPTIONS' && path === '*') return undefined;
  return { why: 'a path begins with "/".' };
}

function quoted(path: string): string {
  const [withoutQuery = ''] = path.split('?', 1);
  return JSON.stringify(withoutQuery.slice(0, MAX_QUOTED));
}
