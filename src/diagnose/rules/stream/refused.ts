import type { ConnectionFacts } from '../../facts/connection.ts';
import type { StreamFacts } from '../../facts/stream.ts';
import type { Match, Rule } from '../../rule.ts';
import { overConcurrency } from '../shared/over-concurrency.ts';
import { count, milliseconds } from '../words.ts';
import { evidenceOf } from './evidence.ts';

/** RFC 9113 §6.5.2. */
const MAX_CONCURRENT_STREAMS = 3;

/** S8 */
export const REFUSED: Rule = {
  id: 'S8',
  title: 'The server refused a stream',
  severity: 'WARNING',
  meaning:
    'REFUSED_STREAM promises that nothing was done for the request, so that it is safe to send it again. gRPC clients do so by themselves, ' +
    'once or on another connection, and report UNAVAILABLE where that fails too. Servers refuse when they shut down, are overloaded, or ' +
    'have as many streams as they want.',
  wire: 'RST_STREAM REFUSED_STREAM of the server before anything of its response.',
  example: ['   0.000 CLIENT HEADERS 9 POST /pkg.Service/Method', '   0.500 SERVER RST_STREAM 9 REFUSED_STREAM'],
  reproduce: [
    "grpcurl -plaintext -H 'x-sre-fault: rst_stream=REFUSED_STREAM' -d '{}' localhost:50051 sre.echo.v1.EchoService/Echo",
  ],
  advice: [
    { side: 'client', change: 'gRPC retries transparently (gRFC A6); others may send the request again as it is' },
    {
      side: 'server',
      of: 'grpc-go',
      change: 'grpc.MaxConcurrentStreams, and GracefulStop in place of Stop: a GOAWAY comes before the first refusal',
    },
    {
      side: 'server',
      of: 'grpc-java',
      change: 'maxConcurrentCallsPerConnection of NettyServerBuilder, shutdown() before shutdownNow()',
    },
    { side: 'server', of: 'grpc-js', change: 'grpc.max_concurrent_streams, tryShutdown() before forceShutdown()' },
    {
      side: 'proxy',
      of: 'Envoy',
      change: 'http2_protocol_options.max_concurrent_streams; drain_timeout of the listener',
    },
    { side: 'proxy', of: 'nginx', change: 'http2_max_concurrent_streams (128)' },
    { side: 'proxy', of: 'HAProxy', change: 'tune.h2.fe.max-concurrent-streams (100)' },
  ],
  spec: ['RFC 9113 §8.7', 'RFC 9113 §5.1.2', 'gRPC PROTOCOL-HTTP2, Errors', 'gRFC A6'],
  watches: {
    streamFailed(connection, stream, time): Match | undefined {
      const { closed, name, id, response } = stream;
      if (closed?.error !== 'REFUSED_STREAM' || closed.how !== 'RST_STREAM' || closed.endedBy !== 'SERVER')
        return undefined;
      // One whose response had begun was not refused, whatever the code; one over the limit is about the limit.
      if (response !== undefined || overConcurrency(connection, stream) !== undefined) return undefined;
      return {
        explanation:
          `The server refused ${name} ${milliseconds(closed.durationMs)} behind its request. ${why(connection, stream, time)} ` +
          'It has done nothing for it: to send it again is safe.',
        evidence: [...evidenceOf(stream), ...connection.server.goaways.map(({ seq }) => seq)].sort((a, b) => a - b),
        streamId: id,
        cause: name,
      };
    },
  },
};

function why({ server }: ConnectionFacts, { openWith }: StreamFacts, time: number): string {
  const [goaway] = server.goaways;
  if (goaway !== undefined) {
    return `It had said GOAWAY ${goaway.error} ${milliseconds((time - goaway.time) / 1000)} before: it shuts the connection down.`;
  }
  const limit = server.settings.get(MAX_CONCURRENT_STREAMS);
  const allowed = limit === undefined ? 'has announced no limit' : `allows ${limit}`;
  return `It ${allowed}, and the connection had ${count(openWith, 'stream')} open, this one included: it may be overloaded or shutting down.`;
}
