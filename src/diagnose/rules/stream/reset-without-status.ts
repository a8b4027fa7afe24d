import type { Match, Rule } from '../../rule.ts';
import { answeredAsGrpc } from '../shared/grpc-answer.ts';
import { gaveUp } from '../shared/keepalive-timeout.ts';
import { milliseconds } from '../words.ts';
import { evidenceOf } from './evidence.ts';
import { progress } from './progress.ts';

/** S6 */
export const RESET_WITHOUT_STATUS: Rule = {
  id: 'S6',
  title: 'The server reset a call with NO_ERROR, before its status',
  severity: 'ERROR',
  meaning:
    'NO_ERROR says that nothing went wrong, but the response was not complete: no grpc-status came. Clients report INTERNAL. Servers and ' +
    'proxies do this that close a stream for another reason than an error, such as a shutdown, before they have written the trailers.',
  wire: 'RST_STREAM NO_ERROR of the server on a gRPC call, with no END_STREAM of the server before it.',
  example: [
    '   0.000 CLIENT HEADERS 1 POST /pkg.Service/Method',
    '   0.900 SERVER HEADERS 1 :status 200, content-type application/grpc',
    '   1.000 SERVER RST_STREAM 1 NO_ERROR',
  ],
  reproduce: [
    "grpcurl -plaintext -H 'x-sre-fault: rst_stream=NO_ERROR' -d '{}' localhost:50051 sre.echo.v1.EchoService/Echo",
  ],
  advice: [
    {
      side: 'server',
      change: 'end the call with trailers, then reset: RST_STREAM NO_ERROR is for a response that is complete',
    },
    {
      side: 'server',
      of: 'Node http2',
      change:
        'stream.close() without a code sends NO_ERROR: send trailers first, or close with INTERNAL_ERROR or CANCEL',
    },
    { side: 'proxy', of: 'Envoy', change: 'look for DPE, UPE or LR in %RESPONSE_FLAGS% of its access log' },
  ],
  spec: ['gRPC PROTOCOL-HTTP2, Errors', 'RFC 9113 §8.1'],
  watches: {
    streamFailed(connection, stream, time): Match | undefined {
      const { closed, name, id } = stream;
      if (closed?.how !== 'RST_STREAM' || closed.error !== 'NO_ERROR' || closed.endedBy !== 'SERVER') return undefined;
      if (!stream.isGrpc || !answeredAsGrpc(stream)) return undefined;
      // Node's servers end a connection so, and why it was ended is another rule's: K4.
      if (gaveUp(connection, 'SERVER', time) !== undefined) return undefined;
      return {
        explanation:
          `The server reset ${name} with NO_ERROR ${milliseconds(closed.durationMs)} behind its request, ${progress(closed)}, ` +
          'and no grpc-status had come. Clients report INTERNAL.',
        evidence: evidenceOf(stream),
        streamId: id,
        cause: name,
      };
    },
  },
};
