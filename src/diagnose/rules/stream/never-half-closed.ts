import type { ConnectionFacts } from '../../facts/connection.ts';
import type { StreamFacts } from '../../facts/stream.ts';
import type { Match, Rule } from '../../rule.ts';
import { milliseconds } from '../words.ts';

/** Whoever streams sends its next message sooner, or gets an answer; unary calls end their request at once. */
const SILENCE_MS = 15_000;

/** S23 */
export const NEVER_HALF_CLOSED: Rule = {
  id: 'S23',
  title: 'A request was not ended, and the server waits for the rest of it',
  severity: 'INFO',
  meaning:
    'The client has sent a whole message and nothing behind it, not even END_STREAM, and the server has sent nothing. A server that ' +
    'takes one message waits for the end of the request before it answers, and one that takes many waits for the next. Long-lived ' +
    'streams look so by design; in a call that names a deadline it is most often a forgotten CloseSend, onCompleted or end().',
  wire: 'HEADERS and DATA with one whole message from the client, no END_STREAM, nothing from the server, and then silence on this stream.',
  example: [
    '   0.000 CLIENT HEADERS 1 :path=/pkg.Service/Upload',
    '   0.000 CLIENT DATA 1 len=105 (no END_STREAM)',
    '  15.000 (nothing more)',
  ],
  reproduce: [
    '(printf \'{"message":"hello"}\'; sleep 20) | grpcurl -plaintext -d @ localhost:50051 sre.echo.v1.EchoService/EchoClientStream',
  ],
  advice: [
    { side: 'client', of: 'grpc-go', change: 'CloseSend, or CloseAndRecv of a client stream, behind the last message' },
    { side: 'client', of: 'grpc-java', change: 'onCompleted of the request observer behind the last message' },
    { side: 'client', of: 'grpc-js', change: 'call.end() behind the last call.write' },
    { side: 'server', change: 'a deadline of its own for calls that wait for their client' },
  ],
  spec: ['gRPC PROTOCOL-HTTP2, EOS', 'RFC 9113 §5.1'],
  watches: {
    tick(connection: ConnectionFacts, _subject, time: number): Match | undefined {
      for (const stream of connection.streams.values()) {
        if (stream.client.ended || stream.saidUnended || !isWaiting(stream, time)) continue;
        stream.saidUnended = true;
        return tell(stream, time);
      }
      return undefined;
    },
  },
};

function isWaiting(stream: StreamFacts, time: number): boolean {
  const { client, server, isGrpc } = stream;
  if (!isGrpc || client.messageCount === 0 || client.messages.pendingBytes > 0) return false;
  return (
    server.lastAt === undefined &&
    client.usedWindow?.stalledSince === undefined &&
    stream.silentForMs(time) >= SILENCE_MS
  );
}

function tell(stream: StreamFacts, time: number): Match {
  const { client, timeoutMs } = stream;
  const sent = client.messageCount === 1 ? '1 message' : `${client.messageCount} messages`;
  const deadline =
    timeoutMs === undefined
      ? 'It names no deadline, so it may wait for ever.'
      : `Its deadline is ${milliseconds(timeoutMs)}.`;
  return {
    explanation:
      `The client has sent ${sent} on ${stream.name} and then nothing for ${milliseconds(stream.silentForMs(time))}, without ending ` +
      `its request, and the server has not answered. ${deadline}`,
    evidence: [stream.requestSeq, client.lastSeq],
    streamId: stream.id,
    severity: timeoutMs === undefined ? 'INFO' : 'WARNING',
    cause: stream.name,
  };
}
