import { type HeaderBlock, LONG_LIST_BYTES } from '../../facts/header-blocks.ts';
import type { FrameEvent, Match, Rule } from '../../rule.ts';
import { goawayCause, NGHTTP2_CONTINUATIONS } from '../shared/goaway-cause.ts';
import { bytes, count, quoted, side } from '../words.ts';

/** G9 */
export const LONG_HEADERS: Rule = {
  id: 'G9',
  title: 'Header fields that are too long ended the connection, disguised as another error',
  severity: 'ERROR',
  meaning:
    'A header list, or one field of it, was longer than the other side can hold. Instead of refusing the call, it ended the connection with all ' +
    'calls on it: nghttp2 (Node, grpc-js, Envoy) calls a field above 64 KiB a COMPRESSION_ERROR, and a block in more than nine frames an error ' +
    'of its own. Clients report "RST_STREAM with code 9", "Compression error" or just a lost connection. Compression is not the matter.',
  wire: `HEADERS and CONTINUATION of more than ${bytes(LONG_LIST_BYTES)}, or with more than ${NGHTTP2_CONTINUATIONS} CONTINUATION frames, then GOAWAY COMPRESSION_ERROR of the other side, without debug data.`,
  example: [
    '  13.400 CLIENT HEADERS 1 (16384 bytes)',
    '  14.500 CLIENT CONTINUATION 1 (62500 bytes in 4 frames)',
    '  15.000 SERVER GOAWAY COMPRESSION_ERROR last=1',
    '  15.100 connection closed by SERVER',
  ],
  reproduce: [
    'sre-test-server serve',
    "grpcurl -plaintext -H \"x-big: $(head -c 90000 /dev/zero | tr '\\0' v)\" -d '{}' localhost:50051 sre.echo.v1.EchoService/Echo",
  ],
  advice: [
    {
      side: 'client',
      change: 'send less: large metadata (tokens, cookies, baggage, routing state) belongs into the message',
    },
    {
      side: 'client',
      of: 'grpc-go',
      change:
        'it respects MAX_HEADER_LIST_SIZE of the server: announce it, and the call fails by itself, not its connection',
    },
    {
      side: 'server',
      of: 'Node and grpc-js',
      change:
        'settings.maxHeaderListSize of Node (grpc-js has no option for it), so that clients know; above 64 KiB in one field nothing helps',
    },
    { side: 'server', of: 'grpc-go', change: 'MaxHeaderListSize (16 MiB)' },
    { side: 'server', of: 'grpc-java', change: 'maxInboundMetadataSize (8 KiB)' },
    {
      side: 'proxy',
      of: 'Envoy',
      change: 'max_request_headers_kb (60, up to 8192), common_http_protocol_options.max_headers_count (100)',
    },
    { side: 'proxy', of: 'nginx', change: 'large_client_header_buffers' },
  ],
  spec: ['RFC 9113 §10.5.1', 'RFC 9113 §6.5.2', 'RFC 9113 §6.10'],
  watches: {
    goaway(connection, event: FrameEvent): Match | undefined {
      if (goawayCause(connection, event) !== 'LONG_HEADERS') return undefined;
      const { from, goaway } = event.frame;
      const sender = connection.otherThan(from);
      const { long } = sender.blocks;
      if (long === undefined) return undefined;
      return {
        explanation:
          `The ${side(sender.from)} sent ${size(long)} on stream ${long.streamId}, and the ${side(from)} ended the connection with ` +
          `${goaway?.error ?? ''}. ${reason(long)}`,
        evidence: [long.firstSeq, long.seq, event.seq].filter((seq, n, all) => all.indexOf(seq) === n),
        streamId: long.streamId,
        cause: sender.from,
      };
    },
  },
};

function size({ listSize, bytes: sent, continuations }: HeaderBlock): string {
  const list = listSize === undefined ? 'a header block' : `a header list of ${bytes(listSize)}`;
  const frames = `${bytes(sent)} as sent, in HEADERS and ${count(continuations, 'CONTINUATION')}`;
  return `${list} (${continuations === 0 ? `${bytes(sent)} as sent` : frames})`;
}

function reason({ longest, continuations }: HeaderBlock): string {
  const field =
    longest === undefined ? '' : `Its longest field is ${quoted(longest.name, 80)}, of ${bytes(longest.length)}. `;
  if (longest !== undefined && longest.length > LONG_LIST_BYTES) {
    return `${field}nghttp2 takes no field above ${bytes(LONG_LIST_BYTES)}.`;
  }
  if (continuations > NGHTTP2_CONTINUATIONS)
    return `${field}nghttp2 takes no more than ${NGHTTP2_CONTINUATIONS} CONTINUATION frames.`;
  return `${field}Its decoder gave up at a limit of its own: our own had no trouble with the block.`;
}
