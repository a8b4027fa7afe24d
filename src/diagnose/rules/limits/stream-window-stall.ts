import type { ConnectionFacts } from '../../facts/connection.ts';
import type { StreamFacts } from '../../facts/stream.ts';
import type { Match, Rule } from '../../rule.ts';
import type { Stall } from '../shared/window-stall.ts';
import { bytes, count, milliseconds, side } from '../words.ts';
import { fatal, fatalStall, newStreamStall, reader } from './stalls.ts';

/** L4 */
export const STREAM_WINDOW_STALL: Rule = {
  id: 'L4',
  title: 'A stream stands still: its receiver does not read',
  severity: 'WARNING',
  meaning:
    'The sender of a stream has used up its window, and the receiver has given no credit for seconds: HTTP/2 gives credit for what was read, ' +
    'so the program behind that receiver (or the proxy, or what the proxy waits for) does not read this stream. The network is not ' +
    'the reason, and the connection works. Typical are a loop that does something slow for each message, a consumer that is blocked or ' +
    'was forgotten, and a debugger. What is left unread keeps its memory on both sides.',
  wire: 'DATA that leaves the window of the stream at 0 in the midst of a message or body, then for 2 s no WINDOW_UPDATE for that stream.',
  example: [
    '   0.000 CLIENT HEADERS 1 /pkg.Events/Subscribe',
    '   5.000 SERVER HEADERS 1 :status=200',
    '   5.000 SERVER DATA 1 len=16384 (window 49151)',
    '   5.100 SERVER DATA 1 len=16384 (window 32767)',
    '   5.200 SERVER DATA 1 len=16384 (window 16383)',
    '   5.300 SERVER DATA 1 len=16383 (window 0, and no WINDOW_UPDATE for stream 1)',
    '5000.000 CLIENT RST_STREAM 1 CANCEL',
  ],
  reproduce: [
    'A client that asks for 5 MB and reads the first message only; in Python, with the stubs of sre.echo.v1:',
    'replies = stub.EchoServerStream(EchoRequest(count=100, payload_bytes=50000))',
    'next(replies); time.sleep(5)',
  ],
  advice: [
    {
      side: 'client',
      change:
        'read each stream until it ends, or cancel it; hand slow work for a message to somebody else than the reader',
    },
    {
      side: 'client',
      of: 'grpc-js',
      change: "on('data') on each stream, and no pause() that nobody ends; for await reads as fast as its body",
    },
    {
      side: 'client',
      of: 'grpc-java',
      change: 'where disableAutoRequestWithInitial is used, request(n) behind each message',
    },
    { side: 'client', of: 'grpc-go', change: 'call Recv until it fails, or cancel the context of the call' },
    {
      side: 'proxy',
      of: 'Envoy',
      change:
        'stream_idle_timeout and stream_flush_timeout end such streams; a slow upstream or downstream behind it is the cause',
    },
  ],
  spec: ['RFC 9113 §5.2.2', 'RFC 9113 §6.9'],
  watches: {
    tick(connection, _, time): Match | undefined {
      const stall = newStreamStall(connection, 'STREAM', time);
      return stall && told(connection, stall, stall.stream, stall.others);
    },
    streamFailed(connection, stream, time): Match | undefined {
      const { closed, closedSeq } = stream;
      const stall = fatalStall(connection, stream, time);
      if (closed === undefined || stall?.kind !== 'STREAM') return undefined;
      return fatal(told(connection, stall, stream, 0), closed, closedSeq);
    },
  },
};

function told(connection: ConnectionFacts, stall: Stall, stream: StreamFacts, others: number): Match {
  const { sender, window, forMs } = stall;
  const { dataBytes, messageCount } = stream.side(sender);
  const messages = stream.isGrpc ? `${count(messageCount, 'complete message')}, ` : '';
  const more = others === 0 ? '' : ` ${count(others, 'other stream')} of the same method stand still as well.`;
  return {
    streamId: stream.id,
    explanation:
      `On stream ${stream.id} (${stream.name}) the ${side(sender)} has waited ${milliseconds(forMs)} for credit: it sent ` +
      `${bytes(dataBytes)} (${messages}with no window left), and the ${side(reader(sender))} gave no WINDOW_UPDATE for this stream since. ` +
      `${ofConnection(connection, stall)} So the program behind the ${side(reader(sender))} does not read this stream.${more}`,
    evidence: [stream.requestSeq, window.stalledBy],
    cause: `${sender} ${stream.name}`,
  };
}

function ofConnection(connection: ConnectionFacts, { sender }: Stall): string {
  const { left } = connection.side(sender).window;
  if (left === undefined || left > 0)
    return `The connection is not the reason: its window has ${bytes(left ?? 0)} left.`;
  return 'The window of the connection is used up by it too.';
}
