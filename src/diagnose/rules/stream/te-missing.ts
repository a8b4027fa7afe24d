import type { Headers } from '../../../trace/event.ts';
import type { ConnectionFacts } from '../../facts/connection.ts';
import type { Match, Rule } from '../../rule.ts';
import { fieldValue } from '../shared/fields.ts';
import { grpcFraming } from '../shared/grpc-framing.ts';
import { quoted } from '../words.ts';

/** S20 */
export const TE_MISSING: Rule = {
  id: 'S20',
  title: 'A gRPC request does not say "te: trailers"',
  severity: 'WARNING',
  meaning:
    'gRPC sends the status of a call in trailers, and asks for them with "te: trailers". Without it an intermediary that knows HTTP ' +
    'and not gRPC may drop the trailers, and the call ends without a status; servers made of grpc-core (C++, Python, Ruby, PHP) ' +
    'refuse the request. Either the client was written by hand, or something on the way takes the field out.',
  wire: 'HEADERS of a request with content-type application/grpc and without te.',
  example: ['   0.000 CLIENT HEADERS 1 :method=POST :path=/pkg.Service/Method content-type=application/grpc'],
  reproduce: [
    'curl --http2-prior-knowledge -H "content-type: application/grpc" --data-binary "" \\',
    '  http://localhost:50051/sre.echo.v1.EchoService/Echo',
  ],
  advice: [
    { side: 'client', change: 'a library of gRPC, or the field "te: trailers" in what is written by hand' },
    { side: 'proxy', of: 'nginx', change: 'grpc_pass in place of proxy_pass: it sends "te: trailers"' },
    { side: 'proxy', change: 'no rule that takes te out of requests of gRPC: in HTTP/2 it is a field from end to end' },
  ],
  spec: ['gRPC PROTOCOL-HTTP2, TE', 'RFC 9110 §10.1.4', 'RFC 9113 §8.2.2'],
  watches: {
    requestHead(_connection: ConnectionFacts, headers: Headers): Match | undefined {
      // gRPC-Web has its trailers in the body.
      if (grpcFraming(fieldValue(headers, 'content-type')) !== 'grpc') return undefined;
      if (headers.incomplete !== undefined || fieldValue(headers, 'te') !== undefined) return undefined;
      const agent = quoted(fieldValue(headers, 'user-agent') ?? '', MAX_AGENT);
      return {
        explanation: `The client calls gRPC without te${agent === '' ? '' : ` (user-agent ${agent})`}. gRPC requires "te: trailers": the trailers, and with them the status, may be lost on the way.`,
        // The engine says which stream and frame it was.
        evidence: [],
        cause: agent,
      };
    },
  },
};

const MAX_AGENT = 80;
