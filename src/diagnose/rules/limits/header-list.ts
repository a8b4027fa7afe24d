import type { Headers, Side, StreamClosed } from '../../../trace/event.ts';
import type { ConnectionFacts } from '../../facts/connection.ts';
import type { StreamFacts } from '../../facts/stream.ts';
import type { Match, Rule } from '../../rule.ts';
import { announcedLimit, failedByHeaderLimit, type HeaderLimitFailure } from '../shared/header-limit.ts';
import { bytes, quoted, side } from '../words.ts';
import { largestFields, largestNames } from './largest-fields.ts';

/** gRPC PROTOCOL-HTTP2, Requests: what servers and proxies are expected to take at least. */
const SUGGESTED = 8 * 1024;

/** What grpc-core refuses for certain, where nothing else was set. */
const CORE_HARD_LIMIT = 16 * 1024;

/** Of what was announced: another cookie, a longer token, and it is over. */
const NEAR = 0.8;

/** L1 */
export const HEADER_LIST: Rule = {
  id: 'L1',
  title: 'A header list is near or over a limit of its receiver',
  severity: 'ERROR',
  meaning:
    'Receivers bound how long a list of header fields (of gRPC: metadata) may be, and so does each proxy on the way. What is over the ' +
    'limit fails as HTTP 431, RST_STREAM or RESOURCE_EXHAUSTED, often for some users only: those with the large cookie or token. ' +
    'grpc-go refuses by itself what is over an announced limit, so of such a call nothing is to be seen on the wire. It counts names, ' +
    'values and 32 bytes for each field, before compression. gRPC asks for 8 KiB at least; C-core takes 8 KiB for certain and 16 KiB at most.',
  wire:
    'HEADERS whose list is longer than 8 KiB, or near or over the SETTINGS_MAX_HEADER_LIST_SIZE of the other side; behind it :status 431, ' +
    'RST_STREAM, or grpc-status 8 that speaks of metadata or header size.',
  example: [
    '   0.000 SERVER SETTINGS MAX_HEADER_LIST_SIZE=8192',
    '   1.000 CLIENT HEADERS 1 (12,480 bytes of fields: x-baggage-0 … x-baggage-11)',
    '   1.000 CLIENT DATA 1 END_STREAM',
    '   2.000 SERVER RST_STREAM 1 ENHANCE_YOUR_CALM',
  ],
  reproduce: [
    'sre-test-server serve --max-header-list-bytes 8192',
    'and a call with 12 KB of metadata by grpc-js or grpc-python, which do not heed the announcement. grpc-go and grpcurl refuse it by',
    'themselves; curl sends its request before it has read the SETTINGS, so that nobody is over anything yet.',
  ],
  advice: [
    {
      side: 'client',
      change: 'send less: drop or shorten the fields that are named; what is large belongs in the message',
    },
    { side: 'server', of: 'grpc-go', change: 'grpc.MaxHeaderListSize(bytes); on clients grpc.WithMaxHeaderListSize' },
    { side: 'server', of: 'grpc-java', change: 'NettyServerBuilder.maxInboundMetadataSize(bytes), on channels too' },
    {
      side: 'server',
      of: 'grpc-core (C++, Python, Ruby)',
      change: 'grpc.max_metadata_size, grpc.absolute_max_metadata_size',
    },
    {
      side: 'server',
      of: 'Node http2',
      change: 'settings.maxHeaderListSize of createServer; grpc-js has no option for it',
    },
    { side: 'proxy', of: 'Envoy', change: 'max_request_headers_kb of the HTTP connection manager (60 by default)' },
    { side: 'proxy', of: 'nginx', change: 'large_client_header_buffers' },
    { side: 'proxy', of: 'HAProxy', change: 'tune.bufsize: all fields of a request have to fit in one buffer' },
  ],
  spec: ['RFC 9113 §6.5.2', 'RFC 9113 §10.5.1', 'RFC 6585 §5', 'gRPC PROTOCOL-HTTP2, Requests'],
  watches: {
    requestHead(connection, headers): Match | undefined {
      return longList(connection, 'CLIENT', headers);
    },
    response(connection, stream): Match | undefined {
      return ofStream(connection, stream);
    },
    trailers(connection, stream): Match | undefined {
      return ofStream(connection, stream);
    },
    streamFailed(connection, stream): Match | undefined {
      const { closed } = stream;
      const failure = closed && failedByHeaderLimit(connection, stream, closed);
      return failure && failed(connection, stream, closed, failure);
    },
  },
};

function ofStream(connection: ConnectionFacts, stream: StreamFacts): Match | undefined {
  const { headers } = stream;
  const match = headers && longList(connection, 'SERVER', headers);
  if (match === undefined) return undefined;
  const seq = headers?.category === 'TRAILERS' ? stream.trailersSeq : stream.responseSeq;
  return { ...match, streamId: stream.id, evidence: [seq] };
}

/** Before anything has failed. */
function longList(connection: ConnectionFacts, from: Side, headers: Headers): Match | undefined {
  const { listSize } = headers;
  const limit = announcedLimit(connection, from);
  const isNear = limit !== undefined && listSize >= limit * NEAR;
  if (listSize <= SUGGESTED && !isNear) return undefined;
  return {
    severity: isNear ? 'WARNING' : 'INFO',
    explanation: `${sizeInWords(from, headers)} ${isNear ? againstLimit(listSize, limit) : beyondSuggestion(listSize, limit)}`,
    evidence: [],
    // A pair of sender and field: the same in each call.
    cause: `${from} ${largestNames(headers)[0]}`,
  };
}

function sizeInWords(from: Side, headers: Headers): string {
  const { listSize, category, fields } = headers;
  const what =
    category === 'TRAILERS' ? 'trailers' : category === 'REQUEST' ? 'request header fields' : 'header fields';
  const largest = largestFields(headers);
  return `The ${what} of the ${side(from)} are ${listSize} bytes in ${fields.length} fields: the largest are ${largest}.`;
}

function againstLimit(listSize: number, limit: number): string {
  const share = Math.round((listSize / limit) * 100);
  return listSize > limit
    ? `The other side has announced that it takes ${limit}: this is ${listSize - limit} over.`
    : `That is ${share} % of the ${limit} that the other side has announced to take.`;
}

function beyondSuggestion(listSize: number, limit: number | undefined): string {
  const core =
    listSize > CORE_HARD_LIMIT
      ? 'over the 16 KiB that grpc-core refuses by default'
      : 'over the 8 KiB that all are to take';
  const announced = limit === undefined ? 'announced no limit' : `announced to take ${bytes(limit)}`;
  return `The other side has ${announced}, but it is ${core}, and each proxy on the way has a limit of its own.`;
}

function failed(
  connection: ConnectionFacts,
  stream: StreamFacts,
  closed: StreamClosed,
  failure: HeaderLimitFailure,
): Match {
  const { from } = failure;
  const size = from === 'CLIENT' ? stream.requestListSize : (connection.server.longestList?.listSize ?? 0);
  const limit = announcedLimit(connection, from);
  const other = side(from === 'CLIENT' ? 'SERVER' : 'CLIENT');
  const against = limit === undefined ? 'it had announced no limit' : `it had announced to take ${limit}`;
  return {
    streamId: stream.id,
    severity: 'ERROR',
    explanation:
      `The ${other} ended ${stream.name} on stream ${stream.id} with ${ending(closed, failure)}: the header fields of the ` +
      `${side(from)} were ${size} bytes, and ${against}.`,
    evidence: evidenceOf(connection, stream, failure),
    cause: `${from} failed ${stream.name}`,
  };
}

function ending({ error, grpcStatus }: StreamClosed, { by }: HeaderLimitFailure): string {
  if (by === '431') return 'HTTP status 431 (Request Header Fields Too Large)';
  if (by === 'RST_STREAM') return `RST_STREAM ${error}`;
  return `grpc-status ${grpcStatus?.code} ${quoted(grpcStatus?.message ?? '')}`;
}

function evidenceOf(connection: ConnectionFacts, stream: StreamFacts, { from, by }: HeaderLimitFailure): number[] {
  const longest = from === 'CLIENT' ? stream.requestSeq : (connection.server.longestList?.seq ?? 0);
  const end = by === 'RST_STREAM' ? stream.closedSeq : stream.trailersSeq || stream.responseSeq;
  return [longest, end];
}
