import type { Side } from '../../../trace/event.ts';
import type { StreamFacts } from '../../facts/stream.ts';
import type { Match, Rule } from '../../rule.ts';
import { framingOf } from '../shared/garbage-prefix.ts';
import { bytes, side } from '../words.ts';

const PREFIX_BYTES = 5;

/** S15 */
export const TRUNCATED_MESSAGE: Rule = {
  id: 'S15',
  title: 'A stream ended in the middle of a message',
  severity: 'ERROR',
  meaning:
    'One side said that it has sent all, and the last message is shorter than its length prefix says. The other side cannot use it: clients ' +
    'report INTERNAL ("unexpected EOF", "encountered end-of-stream mid-frame") or that no message was received. Somebody who reassembles ' +
    'the body lost the end of it: a proxy that buffers, a limit on bodies, a handler that writes frames by hand.',
  wire: 'END_STREAM, or trailers, while fewer bytes of a message have come than the prefix in front of it announces.',
  example: [
    '   1.000 SERVER HEADERS 1 :status=200 content-type=application/grpc',
    '   1.000 SERVER DATA 1 len=205 (a message of 400 bytes: 200 are missing)',
    '   1.000 SERVER HEADERS 1 END_STREAM grpc-status=0',
  ],
  reproduce: [
    'grpcurl -plaintext -H \'x-sre-fault: truncated_message\' -d \'{"message":"hello"}\' \\',
    '  localhost:50051 sre.echo.v1.EchoService/Echo',
  ],
  advice: [
    {
      side: 'server',
      change: 'end the stream only when the last message is written whole; RST_STREAM or a status where it cannot be',
    },
    {
      side: 'proxy',
      change: 'no limit and no transformation of bodies on the way, compression of responses for example',
    },
    {
      side: 'proxy',
      of: 'Envoy',
      change: 'no buffer filter, and no Lua or Wasm filter that rewrites bodies, on routes of gRPC',
    },
    { side: 'client', change: 'a request that is given up is to be cancelled, not ended' },
  ],
  spec: ['gRPC PROTOCOL-HTTP2, Length-Prefixed-Message', 'RFC 9113 §8.1'],
  watches: {
    streamClosed(_connection, stream: StreamFacts): Match | undefined {
      const { client, server } = stream;
      if (client.messages.pendingBytes <= 0 && server.messages.pendingBytes <= 0) return undefined;
      if (isCut(stream, 'CLIENT')) return tell(stream, 'CLIENT');
      return isCut(stream, 'SERVER') ? tell(stream, 'SERVER') : undefined;
    },
  },
};

/** The responses of gRPC-Web have their trailers in the body, which is no message. */
function isCut(stream: StreamFacts, from: Side): boolean {
  const { ended, messages } = stream.side(from);
  return ended && messages.pendingBytes > 0 && !messages.isLost && framingOf(stream, from) === 'grpc';
}

function tell(stream: StreamFacts, from: Side): Match {
  const { messages, messageCount, lastSeq } = stream.side(from);
  const came = messages.pendingBytes;
  const { announced } = messages;
  const missing =
    announced === undefined
      ? `${bytes(came)} behind its last complete message are the beginning of one more`
      : `of a message of ${bytes(announced)} it has sent ${bytes(Math.max(0, came - PREFIX_BYTES))}`;
  return {
    explanation: `The ${side(from)} ended its side of ${stream.name} in the middle of message ${messageCount + 1}: ${missing}, and nothing will follow.`,
    evidence: [stream.requestSeq, lastSeq, stream.closedSeq],
    streamId: stream.id,
    cause: `${from} ${stream.name}`,
  };
}
