import type { Side, StreamClosed } from '../../../trace/event.ts';
import type { StreamFacts } from '../../facts/stream.ts';
import type { Match, Rule } from '../../rule.ts';
import { endedByDeadline } from '../shared/deadline.ts';
import { DEFAULT_LIMIT, messageOverLimit, type OverLimit } from '../shared/message-limit.ts';
import { bytes, milliseconds, quoted, side } from '../words.ts';
import { evidenceOf } from './evidence.ts';

/** S13 */
export const MESSAGE_LIMIT: Rule = {
  id: 'S13',
  title: 'A message was larger than the limit of the side that was to take it',
  severity: 'ERROR',
  meaning:
    'Each side of gRPC has a limit for the messages that it receives, 4 MiB by default, and ends the call when the prefix of a message says ' +
    'that it is longer. The limit of the server holds for requests, that of the client for replies: raising one does nothing for the other.',
  wire:
    'A length prefix over the limit; then trailers with grpc-status 8 and "larger than max (N vs. M)", or, where the client will not take ' +
    'a reply, its RST_STREAM CANCEL right behind the first DATA of a message of more than 4,194,304 bytes.',
  example: [
    '   0.000 CLIENT HEADERS 1 POST /pkg.Service/Method',
    '   4.600 CLIENT DATA 1 16384 bytes, message of 5000005 bytes begins',
    '   7.500 SERVER HEADERS 1 END_STREAM grpc-status 8,',
    '         grpc-message Received message larger than max (5000005 vs 4194304)',
  ],
  reproduce: [
    'A reply over the limit of the client:',
    `grpcurl -plaintext -d '{"payloadBytes": 5000000}' localhost:50051 sre.echo.v1.EchoService/Echo`,
    'A request over that of the server: sre-test-server serve --max-receive-message-bytes 100, and',
    `grpcurl -plaintext -d '{"message":"'$(printf %0200d 0)'"}' localhost:50051 sre.echo.v1.EchoService/Echo`,
  ],
  advice: [
    {
      side: 'server',
      of: 'grpc-go',
      change: 'grpc.MaxRecvMsgSize for requests; grpc.MaxSendMsgSize is not limited by default',
    },
    {
      side: 'client',
      of: 'grpc-go',
      change:
        'grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(n)) for replies; grpc.MaxCallSendMsgSize for requests',
    },
    { side: 'server', of: 'grpc-java', change: 'maxInboundMessageSize of the ServerBuilder for requests' },
    {
      side: 'client',
      of: 'grpc-java',
      change: 'maxInboundMessageSize of the ManagedChannelBuilder, or withMaxInboundMessageSize of a stub',
    },
    {
      side: 'client',
      of: 'grpc-js, grpc-core',
      change: 'grpc.max_receive_message_length for replies, grpc.max_send_message_length for requests; -1: no limit',
    },
    {
      side: 'server',
      of: 'grpc-js, grpc-core',
      change: 'grpc.max_receive_message_length for requests, grpc.max_send_message_length for replies',
    },
    { side: 'server', change: 'rather than one large message: pages, a field mask, or a stream of smaller ones' },
  ],
  spec: ['gRPC statuscodes, RESOURCE_EXHAUSTED', 'gRPC PROTOCOL-HTTP2, Length-Prefixed-Message'],
  watches: {
    streamFailed(_connection, stream): Match | undefined {
      const { closed } = stream;
      const over = closed === undefined ? undefined : messageOverLimit(stream, closed);
      if (over === undefined || closed === undefined || endedByDeadline(stream, closed)) return undefined;
      return match(stream, closed, over);
    },
  },
};

function match(stream: StreamFacts, closed: StreamClosed, over: OverLimit): Match {
  const { name, id } = stream;
  const evidence = [...new Set([...evidenceOf(stream), over.seq])].sort((a, b) => a - b);
  return {
    explanation: over.isTold ? whatWasTold(stream, closed, over) : whatItLooksLike(stream, closed, over),
    evidence,
    streamId: id,
    cause: `${name} ${over.by} ${over.sender}`,
  };
}

function whatWasTold({ name, client }: StreamFacts, { grpcStatus, durationMs }: StreamClosed, over: OverLimit): string {
  const { sender, length, limit } = over;
  const what = sender === 'CLIENT' ? 'take a request message' : 'send a reply';
  const size = length === undefined ? '' : ` of ${exactly(length)}`;
  const most = limit === undefined ? '' : `: its limit is ${exactly(limit)}`;
  const text = `The server would not ${what}${size} of ${name}${most}. It said ${quoted(grpcStatus?.message ?? '')} ${milliseconds(durationMs)} behind the request.`;
  return isPassedOn(client.longest?.length, over)
    ? `${text} No message of this call is that long: the server passes on what happened to a call of its own.`
    : text;
}

/** Only long messages are noted, and one that was compressed is shorter than what is told. */
function isPassedOn(longest: number | undefined, { sender, length = 0 }: OverLimit): boolean {
  return sender === 'CLIENT' && length > DEFAULT_LIMIT && longest === undefined;
}

function whatItLooksLike({ name }: StreamFacts, closed: StreamClosed, { by, sender, length = 0 }: OverLimit): string {
  const came = bytes(sentBy(closed, sender));
  const whose = sender === 'SERVER' ? 'reply' : 'request message';
  return (
    `The ${side(by)} reset ${name} with ${closed.error} when ${came} of a ${whose} of ${exactly(length)} had come. ` +
    `That is over the limit of ${exactly(DEFAULT_LIMIT)} which gRPC has by default for what a ${side(by)} receives. ` +
    `The status that tells it, RESOURCE_EXHAUSTED, is made at the ${side(by)} and does not pass here.`
  );
}

function sentBy({ request, response }: StreamClosed, sender: Side): number {
  return sender === 'SERVER' ? response.bytes : request.bytes;
}

/** As gRPC writes them, and as people read them. */
function exactly(length: number): string {
  return length < 1024 ? bytes(length) : `${length} bytes (${bytes(length)})`;
}
