import type { HeaderField, Headers } from '../../../trace/event.ts';
import type { ConnectionFacts } from '../../facts/connection.ts';
import { isOfTheConnection } from '../../facts/malformed-fields.ts';
import type { StreamFacts } from '../../facts/stream.ts';
import type { Match, Rule } from '../../rule.ts';
import { isRefusedAsMalformed } from '../shared/malformed-message.ts';
import { quoted } from '../words.ts';

/** A pseudo-header field in trailers has the name that a peer gave it. */
const MAX_NAME = 40;

/** S21 */
export const MALFORMED_FIELDS: Rule = {
  id: 'S21',
  title: 'A request or a response is malformed by its fields',
  severity: 'WARNING',
  meaning:
    'HTTP/2 has no place for fields of an HTTP/1.1 connection (connection, keep-alive, transfer-encoding, upgrade), for upper case in names, ' +
    'or for pseudo-header fields that are missing, doubled or behind others. Strict receivers (Node, nghttp2, grpc-core, Envoy, HAProxy, ' +
    'Go) answer such a message with RST_STREAM PROTOCOL_ERROR and not a word why; others let it pass, so it works until ' +
    'a hop is exchanged. A proxy that translates from HTTP/1.1 and a client written by hand are the usual authors.',
  wire:
    'HEADERS with such a field: of a request (te with another value than "trailers", host that is another than :authority, neither of them), ' +
    'of a response, or a pseudo-header field in trailers. Often RST_STREAM PROTOCOL_ERROR of the receiver right behind it.',
  example: [
    '   0.000 CLIENT HEADERS 1 :method=POST :path=/pkg.Service/Method connection=keep-alive',
    '   0.300 SERVER RST_STREAM 1 PROTOCOL_ERROR',
  ],
  reproduce: [
    'a client that sends HEADERS by hand, as test/e2e/diagnosis/stream-shape.test.ts does:',
    'curl, browsers and libraries of gRPC take such fields out before they send',
  ],
  advice: [
    {
      side: 'proxy',
      change:
        'take Connection, the fields that it names, Keep-Alive, Proxy-Connection, Transfer-Encoding and Upgrade out when passing HTTP/1.1 on as HTTP/2',
    },
    {
      side: 'client',
      change:
        'the fields of HTTP/2 by a library: names in lower case, :method, :scheme, :path and :authority first, no host that differs',
    },
    {
      side: 'server',
      change:
        'a handler sets no Connection, Keep-Alive or Transfer-Encoding: the server sees to its connections itself',
    },
    {
      side: 'proxy',
      of: 'Envoy',
      change:
        'look for http2.rx_messaging_error in its statistics; with override_stream_error_on_invalid_http_message the stream alone ends',
    },
  ],
  spec: ['RFC 9113 §8.1.1', 'RFC 9113 §8.2.1', 'RFC 9113 §8.2.2', 'RFC 9113 §8.3'],
  watches: {
    response: (_connection, stream) => inAnswer(stream, stream.responseSeq, badOfResponse),
    trailers: (_connection, stream) => inAnswer(stream, stream.trailersSeq, badOfTrailers),
    streamClosed(_connection: ConnectionFacts, stream: StreamFacts): Match | undefined {
      const { malformed } = stream.request;
      return malformed === undefined ? undefined : ofRequest(stream, malformed);
    },
  },
};

function ofRequest(stream: StreamFacts, malformed: string): Match {
  const { closed, resets } = stream;
  const isRefused = closed !== undefined && isRefusedAsMalformed(stream, closed);
  const outcome = isRefused
    ? 'The server reset the stream with PROTOCOL_ERROR.'
    : 'It was let pass here; others reset such a stream with PROTOCOL_ERROR.';
  return {
    explanation: `The request ${stream.name.trim()} is malformed: the client sent ${malformed}. ${outcome}`,
    evidence: [stream.requestSeq, resets.SERVER?.seq ?? 0],
    streamId: stream.id,
    severity: isRefused ? 'ERROR' : 'WARNING',
    cause: malformed,
  };
}

/** @param isBad whether a field may not be where it is */
function inAnswer(stream: StreamFacts, seq: number, isBad: (field: HeaderField) => boolean): Match | undefined {
  const name = badName(stream.headers, isBad);
  if (name === undefined) return undefined;
  const where = seq === stream.trailersSeq ? 'trailers' : 'response';
  return {
    explanation:
      `The server sent the field ${quoted(name, MAX_NAME)} in the ${where} of ${stream.name}, which HTTP/2 has no place for: ` +
      'strict clients reset the stream with PROTOCOL_ERROR.',
    evidence: [stream.requestSeq, seq],
    streamId: stream.id,
    cause: `${where} ${name.slice(0, MAX_NAME)}`,
  };
}

function badName(headers: Headers | undefined, isBad: (field: HeaderField) => boolean): string | undefined {
  const fields = headers?.fields ?? [];
  for (let i = 0; i < fields.length; i++) {
    const field = fields[i] as HeaderField;
    if (isBad(field)) return field.name;
  }
  return undefined;
}

function badOfResponse({ name }: HeaderField): boolean {
  return isOfTheConnection(name);
}

/** RFC 9113 §8.1: trailers have no pseudo-header fields. */
function badOfTrailers({ name }: HeaderField): boolean {
  return name.startsWith(':') || isOfTheConnection(name);
}
