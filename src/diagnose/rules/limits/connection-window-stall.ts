import type { ConnectionFacts } from '../../facts/connection.ts';
import type { StreamFacts } from '../../facts/stream.ts';
import type { Match, Rule } from '../../rule.ts';
import { type ConnectionStall, connectionStall, SIDES } from '../shared/window-stall.ts';
import { bytes, count, milliseconds, side } from '../words.ts';
import { fatal, fatalStall, isNews, LARGER_WINDOWS, reader } from './stalls.ts';

/** L5 */
export const CONNECTION_WINDOW_STALL: Rule = {
  id: 'L5',
  title: 'All streams of a connection wait for one that is not read',
  severity: 'WARNING',
  meaning:
    'The window of the connection is used up while streams still have windows of their own: what was sent on one stream, and was not read ' +
    'there, takes the room of all others. Calls that have nothing to do with the slow consumer hang with it, since none of them can be ' +
    'sent a byte of DATA; header fields still pass, so requests come in and answers do not go out.',
  wire: 'DATA that leaves the window of the connection at 0, other streams with credit and something to say, and for 2 s no WINDOW_UPDATE for stream 0.',
  example: [
    '   0.000 CLIENT HEADERS 1 /pkg.Files/Download',
    '   1.000 SERVER DATA 1 len=65535 (connection 0, stream 983041)',
    '   2.000 CLIENT HEADERS 3 /pkg.Orders/Get',
    '   3.000 SERVER HEADERS 3 :status=200 (and no DATA behind it)',
  ],
  reproduce: [
    'A client that announces INITIAL_WINDOW_SIZE=1048576, leaves the window of the connection at 65535, asks for a stream of 5 MB without',
    'giving credit for stream 0, and calls another method on the same connection.',
  ],
  advice: [
    {
      side: 'client',
      change: 'read each stream or cancel it; give consumers that may be slow a connection of their own',
    },
    { side: 'client', change: 'a window of the connection well above that of a stream: a few times' },
    ...LARGER_WINDOWS,
  ],
  spec: ['RFC 9113 §5.2.2', 'RFC 9113 §6.9.1'],
  watches: {
    tick(connection, _, time): Match | undefined {
      for (const sender of SIDES) {
        const { window } = connection.side(sender);
        if (window.stalledSince === undefined || window.toldOf === window.stalledSince) continue;
        const stall = connectionStall(connection, sender, time);
        if (stall?.kind === 'CONNECTION' && isNews(window)) return told(stall);
      }
      return undefined;
    },
    streamFailed(connection, stream, time): Match | undefined {
      const { closed, closedSeq } = stream;
      const stall = sharedStall(connection, stream, time);
      return closed && stall && fatal(told(stall), closed, closedSeq);
    },
  },
};

function sharedStall(connection: ConnectionFacts, stream: StreamFacts, time: number): ConnectionStall | undefined {
  const stall = fatalStall(connection, stream, time);
  return stall?.kind === 'CONNECTION' ? connectionStall(connection, stall.sender, time, stream) : undefined;
}

function told({ sender, window, forMs, full, waiting, largest }: ConnectionStall): Match {
  const others = waiting.filter((stream) => stream !== largest);
  const most =
    largest === undefined
      ? ''
      : ` Most went to stream ${largest.id} (${largest.name}): ${bytes(largest.side(sender).dataBytes)} so far.`;
  const blocked =
    others.length === 0 ? '' : ` ${count(others.length, 'other stream')} cannot be sent a byte of DATA meanwhile.`;
  return {
    explanation:
      `For ${milliseconds(forMs)} the ${side(sender)} could send no DATA on this connection: its window of ${bytes(full)} is used up, and the ` +
      `${side(reader(sender))} gave no WINDOW_UPDATE for stream 0.${most}${blocked}`,
    evidence: [...(largest === undefined ? [] : [largest.requestSeq]), window.stalledBy],
    ...(largest === undefined ? {} : { streamId: largest.id }),
    cause: sender,
  };
}
