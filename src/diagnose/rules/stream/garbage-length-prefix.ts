import type { EventOf, Side } from '../../../trace/event.ts';
import type { ConnectionFacts } from '../../facts/connection.ts';
import type { MessageStart } from '../../facts/message-progress.ts';
import type { StreamFacts } from '../../facts/stream.ts';
import type { Match, Rule } from '../../rule.ts';
import { isGarbagePrefix } from '../shared/garbage-prefix.ts';
import { side } from '../words.ts';

const PREFIX_BYTES = 5;

/** Where the preview does not show it, the trace says in words what it has found (trace/data.ts). */
const LOST = /^no more messages of the \w+ on stream (\d+) can be read: (.*)$/s;

/** What such a body turns out to be, by its beginning as text; the first that fits. */
const TEXTS: readonly (readonly [RegExp, string])[] = [
  [/^\s*<(?:!DOCTYPE|html|\?xml)/i, 'It is HTML or XML, most often the error page of a proxy or a web server.'],
  [/^HTTP\//, 'It is a response of HTTP/1.x, passed on as a body.'],
  [/^\s*[{[]/, 'It is JSON, written by hand or by a gateway.'],
  [/^[A-Za-z0-9+/]{5}/, 'It is text, maybe base64 as in application/grpc-web-text.'],
];

/** By its first byte. */
const FLAGS: { readonly [flag: number]: string } = {
  2: 'The flag 2 ends a stream in the Connect protocol.',
  128: 'The flag 0x80 marks the trailers of gRPC-Web.',
  129: 'The flag 0x81 marks compressed trailers of gRPC-Web.',
  10: 'It may be a protobuf message without the prefix of gRPC.',
  8: 'It may be a protobuf message without the prefix of gRPC.',
  31: 'It may be gzip: the whole body compressed, which gRPC does for each message by itself.',
};

/** S14 */
export const GARBAGE_LENGTH_PREFIX: Rule = {
  id: 'S14',
  title: 'A body that is called gRPC is no sequence of gRPC messages',
  severity: 'ERROR',
  meaning:
    'Each message of gRPC begins with five bytes: a flag, 0 or 1, and a length. Something else stands there, most often the text of an ' +
    'error page or JSON. Receivers read it as a flag and a length all the same, and complain of a message of a gigabyte and more ' +
    '(1213486160 spells "HTTP", 1751477356 "html", of 4194304 allowed), of an unknown flag, or of a compressed message without an encoding.',
  wire:
    'HEADERS with content-type application/grpc, then DATA whose first byte, or the first byte behind a complete message, is neither 0 nor 1, ' +
    'or whose next four bytes are text.',
  example: [
    '   0.000 CLIENT HEADERS 1 :path=/pkg.Service/Method content-type=application/grpc',
    '   0.000 CLIENT DATA 1 END_STREAM',
    '   2.100 SERVER HEADERS 1 :status=200 content-type=application/grpc',
    '   2.100 SERVER DATA 1 3c 68 74 6d 6c "<html"',
  ],
  reproduce: [
    'printf "<html>" | curl --http2-prior-knowledge -H "content-type: application/grpc" -H "te: trailers" \\',
    '  --data-binary @- http://localhost:50051/sre.echo.v1.EchoService/Echo',
  ],
  advice: [
    {
      side: 'proxy',
      change: 'no error pages with content-type application/grpc: a status of gRPC, or text/html with a status of HTTP',
    },
    {
      side: 'proxy',
      of: 'nginx',
      change: 'grpc_pass, not proxy_pass; error_page for gRPC locations with grpc-status, as its documentation shows',
    },
    {
      side: 'proxy',
      of: 'Envoy',
      change: 'the filter grpc_web or connect_grpc_bridge in front of servers that know gRPC alone',
    },
    {
      side: 'client',
      change: 'a library of gRPC: it frames each message; what is written by hand needs five bytes in front of each',
    },
  ],
  spec: ['gRPC PROTOCOL-HTTP2, Length-Prefixed-Message'],
  watches: {
    messageBegan(_connection, start: MessageStart): Match | undefined {
      const { stream, from, seq, length, head } = start;
      if (!isGarbagePrefix(start) || stream.side(from).messages.isLost) return undefined;
      const came = head.slice(0, PREFIX_BYTES);
      const read = `${shown(came)}, which read as a prefix is the flag ${start.flag} and a length of ${length} bytes`;
      return tell(stream, from, seq, `${read}.${whatItIs(start)}`);
    },
    traceLost(connection: ConnectionFacts, { seq, traceLost }: EventOf<'traceLost'>): Match | undefined {
      const { from, reason } = traceLost;
      const [, id, why] = from === undefined ? [] : (LOST.exec(reason) ?? []);
      const stream = connection.streams.get(Number(id));
      if (from === undefined || stream === undefined || stream.side(from).messages.isLost) return undefined;
      return tell(stream, from, seq, `what is none: ${why}.`);
    },
  },
};

/** Once for a stream: what follows is garbage too. */
function tell(stream: StreamFacts, from: Side, seq: number, what: string): Match {
  stream.side(from).messages.isLost = true;
  const behind = stream.side(from).messageCount;
  const where = behind === 0 ? 'at the beginning of its body' : `behind ${behind} complete messages`;
  return {
    explanation: `On ${stream.name} the ${side(from)} sent, ${where} and where the prefix of a message belongs, ${what}`,
    evidence: [stream.requestSeq, stream.responseSeq, seq],
    streamId: stream.id,
    cause: `${from} ${stream.name}`,
  };
}

/** `"<html" (3c 68 74 6d 6c)`: no more than the five bytes, since what follows is content. */
function shown(characters: string): string {
  const hex = Array.from(characters, (char) => char.charCodeAt(0).toString(16).padStart(2, '0')).join(' ');
  return /^[\x20-\x7e]+$/.test(characters) ? `${JSON.stringify(characters)} (${hex})` : `the bytes ${hex}`;
}

function whatItIs({ head, flag }: MessageStart): string {
  const words = TEXTS.find(([pattern]) => pattern.test(head))?.[1] ?? FLAGS[flag];
  return words === undefined ? '' : ` ${words}`;
}
