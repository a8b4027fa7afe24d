import type { Match, Rule } from '../../rule.ts';
import { bytes, count } from '../words.ts';
import { evidenceOf } from './evidence.ts';

/** S7 */
export const RESET_BEHIND_RESPONSE: Rule = {
  id: 'S7',
  title: 'The server ended a call early, and asked the client to stop sending',
  severity: 'INFO',
  meaning:
    'The response is complete, with its status; the client had not ended its request, and RST_STREAM NO_ERROR tells it to send no more of ' +
    'it. That is legal, and what grpc-go does for a handler that returns early. Some proxies took the reset for a failure, and dropped ' +
    'what they still held of the response: compare what the client got.',
  wire: 'HEADERS with grpc-status and END_STREAM of the server, then its RST_STREAM NO_ERROR, before END_STREAM of the client.',
  example: [
    '   0.000 CLIENT HEADERS 1 POST /pkg.Service/Method',
    '   0.010 CLIENT DATA 1 16384 bytes',
    '   0.900 SERVER HEADERS 1 END_STREAM grpc-status 3',
    '   0.900 SERVER RST_STREAM 1 NO_ERROR',
  ],
  reproduce: [
    'A client that keeps its side open, and a method that is not there:',
    "sleep 2 | curl --http2-prior-knowledge -X POST -T . -H 'content-type: application/grpc' -H 'te: trailers' \\",
    '  http://localhost:50051/sre.echo.v1.EchoService/NoSuchMethod',
  ],
  advice: [
    { side: 'client', change: 'nothing, where it reports the status of the trailers' },
    {
      side: 'server',
      of: 'grpc-go',
      change: 'read the requests to their end before returning, where the client is behind a proxy that fails',
    },
    {
      side: 'proxy',
      of: 'Envoy',
      change: 'a current version: early ones lost data of a response that RST_STREAM NO_ERROR followed',
    },
  ],
  spec: ['RFC 9113 §8.1', 'gRPC PROTOCOL-HTTP2, Early Server Closure'],
  watches: {
    streamClosed(_connection, stream): Match | undefined {
      const { closed, resets, client, name, id } = stream;
      if (resets.SERVER?.error !== 'NO_ERROR' || closed === undefined || client.ended) return undefined;
      const { how, grpcStatus, request, response } = closed;
      if ((how !== 'TRAILERS' && how !== 'TRAILERS_ONLY') || grpcStatus === undefined) return undefined;
      return {
        explanation:
          `The server ended ${name} with grpc-status ${grpcStatus.code} ${grpcStatus.name}, ${count(response.messages, 'message')} and ` +
          `${bytes(response.bytes)} of response, and then reset it with NO_ERROR: the client had sent ${bytes(request.bytes)} and not ` +
          'ended its request. This is legal; a hop that drops the response because of it would be the mistake.',
        evidence: evidenceOf(stream),
        streamId: id,
        cause: name,
      };
    },
  },
};
