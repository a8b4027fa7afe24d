import type { Side } from '../../../trace/event.ts';
import type { ConnectionFacts } from '../../facts/connection.ts';
import type { StreamFacts } from '../../facts/stream.ts';
import type { Match, Rule } from '../../rule.ts';
import { type ConnectionStall, connectionStall, SIDES, type Stall, stallOf } from '../shared/window-stall.ts';
import { bytes, count, milliseconds, side } from '../words.ts';
import { fatal, fatalStall, isNews, LARGER_WINDOWS, newStreamStall, reader } from './stalls.ts';

/** L6 */
export const PARTIAL_MESSAGE_STALL: Rule = {
  id: 'L6',
  title: 'A message is longer than the window, and no credit comes before it is complete',
  severity: 'WARNING',
  meaning:
    'The window is full of messages that are not complete. A receiver that gives credit only for messages that it has whole, or for what ' +
    'its program took, waits for the rest; the sender waits for credit; neither goes on. Small messages pass, and large ones hang ' +
    'until their deadline. Receivers of gRPC give credit for a message as soon as they read its prefix; proxies and ' +
    'libraries that put messages together without that hang. A receiver that does not read at all looks the same.',
  wire:
    'The prefix of a gRPC message longer than the window, DATA that leaves the window at 0 within it (of the stream; or of the connection, ' +
    'with messages of several streams), and for 2 s no WINDOW_UPDATE.',
  example: [
    '   0.000 CLIENT HEADERS 1 /sre.echo.v1.EchoService/Echo',
    '   0.100 CLIENT DATA 1 len=16384 (a message of 150,000 bytes begins)',
    '   0.200 CLIENT DATA 1 len=16384',
    '   0.300 CLIENT DATA 1 len=16384',
    '   0.400 CLIENT DATA 1 len=16383 (window 0)',
    '5000.000 CLIENT RST_STREAM 1 CANCEL',
  ],
  reproduce: [
    'echo "{\\"message\\":\\"$(head -c 150000 /dev/zero | tr \'\\0\' x)\\"}" | grpcurl -plaintext -max-time 5 \\',
    "  -H 'x-sre-fault: hold_window_update' -d @ localhost:50051 sre.echo.v1.EchoService/Echo",
  ],
  advice: [
    { side: 'server', change: 'give credit for bytes as they come, not for messages; read the message' },
    { side: 'client', change: 'messages well below the window, in a stream of several: 64 KiB by default' },
    ...LARGER_WINDOWS,
  ],
  spec: ['RFC 9113 §5.2.2', 'RFC 9113 §6.9', 'gRPC PROTOCOL-HTTP2, Length-Prefixed-Message'],
  watches: {
    tick(connection, _, time): Match | undefined {
      const stall = newStreamStall(connection, 'MESSAGE', time);
      return stall === undefined ? newConnectionStall(connection, time) : toldOfStream(stall, stall.stream);
    },
    streamFailed(connection, stream, time): Match | undefined {
      const { closed, closedSeq } = stream;
      const stall = fatalStall(connection, stream, time);
      if (closed === undefined || stall?.kind !== 'MESSAGE') return undefined;
      const match = isOwn(stall, stream)
        ? toldOfStream(stall, stream)
        : toldAgain(connection, stream, stall.sender, time);
      return match && fatal(match, closed, closedSeq);
    },
  },
};

function isOwn({ sender, window }: Stall, stream: StreamFacts): boolean {
  return stream.side(sender).usedWindow === window;
}

function newConnectionStall(connection: ConnectionFacts, time: number): Match | undefined {
  for (const sender of SIDES) {
    const { window } = connection.side(sender);
    if (window.stalledSince === undefined || window.toldOf === window.stalledSince) continue;
    const stall = connectionStall(connection, sender, time);
    if (stall?.kind === 'MESSAGE' && isNews(window)) return toldOfConnection(stall);
  }
  return undefined;
}

function toldAgain(connection: ConnectionFacts, stream: StreamFacts, sender: Side, time: number): Match | undefined {
  const stall = stallOf(connection, stream, sender, time);
  return stall !== undefined && 'waiting' in stall ? toldOfConnection(stall) : undefined;
}

function toldOfStream({ sender, window, forMs, full }: Stall, stream: StreamFacts): Match {
  const { pendingBytes, announced = 0 } = stream.side(sender).messages;
  return {
    streamId: stream.id,
    explanation:
      `On stream ${stream.id} (${stream.name}) the ${side(sender)} has waited ${milliseconds(forMs)} for credit in the midst of a message: ` +
      `${pendingBytes} of its ${announced + 5} bytes fill the window of ${bytes(full)}, and the ${side(reader(sender))} gave no WINDOW_UPDATE. ` +
      'It does not read, or waits for the whole message, which can never come.',
    evidence: [stream.requestSeq, window.stalledBy],
    cause: `${sender} ${stream.name}`,
  };
}

function toldOfConnection({ sender, window, forMs, full, waiting }: ConnectionStall): Match {
  const partial = waiting.filter((stream) => stream.side(sender).messages.pendingBytes > 0);
  const pending = partial.reduce((sum, stream) => sum + stream.side(sender).messages.pendingBytes, 0);
  return {
    explanation:
      `For ${milliseconds(forMs)} the ${side(sender)} could send no DATA on this connection: its window of ${bytes(full)} is full of ` +
      `${count(partial.length, 'message')} that are not complete (${bytes(pending)}), and the ${side(reader(sender))} gave no WINDOW_UPDATE for ` +
      'stream 0. It does not read, or waits for whole messages, which can never come.',
    evidence: [...partial.slice(0, 4).map(({ requestSeq }) => requestSeq), window.stalledBy],
    cause: `${sender} connection`,
  };
}
