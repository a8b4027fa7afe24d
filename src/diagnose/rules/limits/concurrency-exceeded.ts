import type { FrameEvent, Match, Rule } from '../../rule.ts';
import { goawayCause } from '../shared/goaway-cause.ts';
import { newestIsOverConcurrency, type OverLimit, overConcurrency } from '../shared/over-concurrency.ts';
import { count, milliseconds } from '../words.ts';

/** RFC 9113 §5.1.2: what a server may reset such a stream with. */
const RESETS: ReadonlySet<string> = new Set(['REFUSED_STREAM', 'PROTOCOL_ERROR']);

/** L3 */
export const CONCURRENCY_EXCEEDED: Rule = {
  id: 'L3',
  title: 'The client opened more streams than the server allows at once',
  severity: 'ERROR',
  meaning:
    'The client began a stream while as many were open as the server allows, and the server refused it or ended the connection. At the ' +
    'beginning of a connection that is a race: until SETTINGS have come a client may believe that there is no limit. REFUSED_STREAM says ' +
    'that nothing was done, so a retry is safe, and most clients of gRPC retry by themselves; PROTOCOL_ERROR fails the call.',
  wire: 'HEADERS of one stream more than the MAX_CONCURRENT_STREAMS of the server, then RST_STREAM with REFUSED_STREAM or PROTOCOL_ERROR, or GOAWAY.',
  example: [
    '   0.000 CLIENT HEADERS 1',
    '   0.000 CLIENT HEADERS 3',
    '   0.900 SERVER SETTINGS MAX_CONCURRENT_STREAMS=1',
    '   1.000 SERVER RST_STREAM 3 REFUSED_STREAM',
  ],
  reproduce: [
    'sre-test-server serve --max-concurrent-streams 1',
    'and a client that sends two requests before it has read the SETTINGS',
  ],
  advice: [
    {
      side: 'client',
      change:
        'wait for the SETTINGS of the server before the second stream, and count streams until both sides ended them',
    },
    { side: 'client', change: 'retry what was refused with REFUSED_STREAM: the server has done nothing of it' },
    { side: 'server', of: 'grpc-go', change: 'grpc.MaxConcurrentStreams' },
    { side: 'server', of: 'grpc-java', change: 'NettyServerBuilder.maxConcurrentCallsPerConnection' },
    { side: 'server', of: 'grpc-js', change: 'grpc.max_concurrent_streams' },
    {
      side: 'proxy',
      of: 'Envoy',
      change: 'http2_protocol_options.max_concurrent_streams of the cluster, not above what the upstream allows',
    },
  ],
  spec: ['RFC 9113 §5.1.2', 'RFC 9113 §8.7', 'gRPC PROTOCOL-HTTP2, Errors'],
  watches: {
    reset(connection, { seq, time, frame }: FrameEvent): Match | undefined {
      const { from, streamId, rstStream } = frame;
      if (from !== 'SERVER' || rstStream === undefined || !RESETS.has(rstStream.error)) return undefined;
      const stream = connection.streams.get(streamId);
      const over = stream && overConcurrency(connection, stream);
      if (over === undefined) return undefined;
      const isRefused = rstStream.error === 'REFUSED_STREAM';
      const end = isRefused
        ? 'The server refused it with REFUSED_STREAM: nothing was done, a retry is safe.'
        : 'The server reset it with PROTOCOL_ERROR.';
      const { settingsSeq } = connection.server;
      return {
        streamId,
        severity: isRefused ? 'WARNING' : 'ERROR',
        explanation: `${began(over, time)} ${end}`,
        evidence: [settingsSeq, over.stream.requestSeq, seq].sort((one, other) => one - other),
      };
    },
    goaway(connection, event: FrameEvent): Match | undefined {
      if (goawayCause(connection, event) !== 'STREAM_LIMIT') return undefined;
      const { seq, time, frame } = event;
      const over = newestIsOverConcurrency(connection);
      if (over === undefined) return undefined;
      return {
        streamId: over.stream.id,
        explanation: `${began(over, time)} The server ended the connection with GOAWAY ${frame.goaway?.error}.`,
        evidence: [connection.server.settingsSeq, over.stream.requestSeq, seq].sort((one, other) => one - other),
      };
    },
  },
};

function began({ stream, limit, open, wasKnown }: OverLimit, time: number): string {
  const knew = wasKnown
    ? 'The client had acknowledged that limit before.'
    : 'The client had not acknowledged that limit yet: it may not have known of it.';
  const ago = milliseconds((time - stream.openedAt) / 1000);
  return (
    `The client opened stream ${stream.id} (${stream.name}) as number ${open} of those that were open, and the server allows ` +
    `${count(limit, 'stream')} at once. ${knew} The answer came ${ago} later.`
  );
}
