import type { Match, Rule } from '../../rule.ts';
import { milliseconds } from '../words.ts';
import { evidenceOf } from './evidence.ts';

/** S2 */
export const TRAILERS_ONLY_OK: Rule = {
  id: 'S2',
  title: 'A call ended with OK, and without a message',
  severity: 'INFO',
  meaning:
    'One HEADERS frame was the whole response, and its status is OK. That is right for a stream of replies that has none. For a unary ' +
    'method it is a mistake: clients expect one message, and report INTERNAL, UNIMPLEMENTED or UNKNOWN though the status says OK.',
  wire: 'The request has one message; the response is one HEADERS frame with END_STREAM, :status 200 and grpc-status 0.',
  example: [
    '   0.000 CLIENT HEADERS 1 POST /pkg.Service/Method',
    '   0.010 CLIENT DATA 1 12 bytes END_STREAM',
    '   0.900 SERVER HEADERS 1 END_STREAM :status 200, grpc-status 0',
  ],
  reproduce: [
    "grpcurl -plaintext -H 'x-sre-fault: trailers_only=OK' -d '{}' localhost:50051 sre.echo.v1.EchoService/Echo",
  ],
  advice: [
    {
      side: 'server',
      change: 'send the reply before the status, also an empty one: it is a message of 0 bytes with its 5-byte prefix',
    },
    {
      side: 'proxy',
      change: 'look for a filter or a mock that answers in place of the service, with grpc-status 0 and nothing else',
    },
  ],
  spec: ['gRPC PROTOCOL-HTTP2, Responses: Trailers-Only', 'gRPC statuscodes'],
  watches: {
    streamClosed(_connection, stream): Match | undefined {
      const { closed, name, id } = stream;
      if (closed?.how !== 'TRAILERS_ONLY' || closed.grpcStatus?.code !== 0) return undefined;
      // A stream of requests may be answered by none; behind DATA it is another mistake.
      if (closed.request.messages !== 1 || stream.server.dataFrames > 0) return undefined;
      return {
        explanation:
          `The server answered ${name} after ${milliseconds(closed.durationMs)} with OK and no message, in one HEADERS frame. ` +
          'If the method is unary, clients report that as a failure; if it streams its replies, there were none.',
        evidence: evidenceOf(stream),
        streamId: id,
        cause: name,
      };
    },
  },
};
