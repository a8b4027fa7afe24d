import type { Headers } from '../../../trace/event.ts';
import type { Match, Rule } from '../../rule.ts';
import { quoted } from '../words.ts';

/** Streams that are meant to stay open for as long as the client lives: health watches, reflection, xDS. */
const MEANT_TO_STAY: readonly string[] = ['/grpc.health.v1.Health/Watch', '/grpc.reflection.', '/envoy.service.'];

/** Of a path: more says nothing. */
const MAX_PATH = 100;

/** S12 */
export const NO_DEADLINE: Rule = {
  id: 'S12',
  title: 'A client calls without a deadline',
  severity: 'INFO',
  meaning:
    'Without grpc-timeout nobody ends a call that is not answered: it holds a stream, a handler and whatever waits for it until the ' +
    'connection ends. For streams that are meant to stay open that is right; for unary calls it is how one slow server takes all its ' +
    'callers with it.',
  wire: 'HEADERS with a content-type of application/grpc and without grpc-timeout.',
  example: ['   0.000 CLIENT HEADERS 1 POST /pkg.Service/Method, content-type application/grpc, te trailers'],
  reproduce: [
    "grpcurl -plaintext -d '{}' localhost:50051 sre.echo.v1.EchoService/Echo",
    'With -max-time 5 the call has a deadline, and nothing is found.',
  ],
  advice: [
    {
      side: 'client',
      of: 'grpc-go',
      change: 'context.WithTimeout for each call, or timeout in the method config of the service config',
    },
    {
      side: 'client',
      of: 'grpc-java',
      change: 'stub.withDeadlineAfter for each call (not once for the stub), or the service config',
    },
    { side: 'client', of: 'grpc-js', change: 'deadline in the options of the call, or timeout in the service config' },
    { side: 'client', of: 'grpc-python', change: 'timeout= of the call' },
    {
      side: 'proxy',
      of: 'Envoy',
      change:
        'timeout of the route (15 s by default), and max_stream_duration.grpc_timeout_header_max for calls that name one',
    },
  ],
  spec: ['gRPC PROTOCOL-HTTP2, Timeout', 'gRPC deadlines'],
  watches: {
    // About the client as such, once for each peer: one of its methods says enough.
    requestHead(_connection, { fields, incomplete }: Headers): Match | undefined {
      if (incomplete !== undefined) return undefined;
      let path = '';
      let isGrpc = false;
      for (const { name, value } of fields) {
        // Envoy ends the call of its client by its own timer, and says when.
        if (name === 'grpc-timeout' || name === 'x-envoy-expected-rq-timeout-ms') return undefined;
        if (name === ':path') path = value;
        if (name === 'content-type') isGrpc = value.startsWith('application/grpc');
      }
      if (!isGrpc || MEANT_TO_STAY.some((beginning) => path.startsWith(beginning))) return undefined;
      return {
        explanation:
          `The client called ${quoted(withoutQuery(path), MAX_PATH)} without grpc-timeout: if no answer comes, nothing but the end of ` +
          'the connection ends the call. Unary calls should have a deadline; streams that stay open need none.',
        evidence: [],
      };
    },
  },
};

function withoutQuery(path: string): string {
  return path.split('?', 1)[0] ?? '';
}
