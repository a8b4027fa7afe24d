import type { Goaway } from '../../../trace/event.ts';
import type { ConnectionFacts } from '../../facts/connection.ts';
import { RESET_BURST, RESET_WINDOW_SECONDS, RESETS_PER_SECOND } from '../../facts/reset-budget.ts';
import type { FrameEvent, Match, Rule } from '../../rule.ts';
import { goawayCause } from '../shared/goaway-cause.ts';
import { count, quoted } from '../words.ts';
import { recentSeqs } from './recent.ts';

/** G7 */
export const RAPID_RESETS: Rule = {
  id: 'G7',
  title: 'The server closed the connection because the client resets streams too fast',
  severity: 'ERROR',
  meaning:
    'Since the rapid reset attack (CVE-2023-44487) servers limit how many streams a client may cancel. A client with short deadlines, with ' +
    'hedging, or whose callers give up all at once looks like that attack. The connection ends with all its calls, and nothing in the error ' +
    'says why: nghttp2 (Node and grpc-js among others) calls it INTERNAL_ERROR, with empty debug data; others ask for calm.',
  wire:
    'RST_STREAM of the client in a burst of a thousand, or above 33 a second for long, then GOAWAY INTERNAL_ERROR without debug data; or ' +
    'some hundreds, then GOAWAY ENHANCE_YOUR_CALM.',
  example: [
    '   0.000 CLIENT HEADERS 1 :path=/pkg.Service/Method',
    '   0.010 CLIENT RST_STREAM 1 CANCEL (and so on, 1051 times)',
    ' 180.000 SERVER GOAWAY INTERNAL_ERROR last=2001',
    ' 180.100 connection closed by SERVER',
  ],
  reproduce: ['sre-test-server serve', 'and a client that opens and cancels 1,100 calls at once on one connection'],
  advice: [
    {
      side: 'client',
      change:
        'find out why it cancels: deadlines shorter than the calls take, hedging, or retries with a timeout for each attempt',
    },
    { side: 'client', change: 'limit how many calls are under way, so that one cause cannot cancel hundreds at once' },
    {
      side: 'server',
      of: 'Node and grpc-js',
      change:
        'streamResetBurst and streamResetRate of http2.createServer, where this version of Node has them (1000 and 33)',
    },
    { side: 'server', of: 'grpc-java', change: 'NettyServerBuilder.maxRstFramesPerWindow' },
    {
      side: 'server',
      of: 'Go net/http2',
      change:
        'it counts streams whose handlers still run, 4 times MaxConcurrentStreams: let handlers end when their context is done',
    },
    {
      side: 'proxy',
      of: 'Envoy',
      change:
        'runtime overload.premature_reset_total_stream_count (500) and overload.premature_reset_min_stream_lifetime_seconds (1)',
    },
  ],
  spec: ['RFC 9113 §10.5', 'RFC 9113 §5.4.1', 'CVE-2023-44487'],
  watches: {
    goaway(connection, event: FrameEvent): Match | undefined {
      const { goaway } = event.frame;
      if (goaway === undefined || goawayCause(connection, event) !== 'RESETS') return undefined;
      return {
        explanation: explain(connection, goaway, event.time),
        evidence: [...recentSeqs(connection.client), event.seq],
      };
    },
  },
};

function explain({ client, streams, streamCount }: ConnectionFacts, goaway: Goaway, time: number): string {
  const { error, debug, lastStreamId } = goaway;
  const recent = client.resetBudget.recent(time);
  const limit =
    error === 'INTERNAL_ERROR'
      ? `nghttp2 lets ${RESET_BURST} pass, and ${RESETS_PER_SECOND} more each second.`
      : "How many it lets pass is the server's own limit.";
  const open = streams.size === 0 ? '' : `, with ${count(streams.size, 'stream')} open`;
  return (
    `The client reset ${client.resets} of ${count(streamCount, 'stream')}, ${recent} of them within the last ${RESET_WINDOW_SECONDS} s. ` +
    `${limit} The server ended the connection with ${error} (last=${lastStreamId}, ` +
    `${debug === '' ? 'without debug data' : quoted(debug)})${open}.`
  );
}
