import type { Side } from '../../../trace/event.ts';
import type { ConnectionFacts } from '../../facts/connection.ts';
import type { Match, Rule } from '../../rule.ts';
import { type ConnectionStall, connectionStall, SIDES } from '../shared/window-stall.ts';
import { bytes, count, milliseconds, side } from '../words.ts';
import { fatal, fatalStall, isNews, reader } from './stalls.ts';

/**
 * Most receivers give credit when a quarter or half of the window is used, so that much may be missing at any time. With three quarters
 * missing there is something else.
 */
const MUCH = 0.75;

/** Three moments, each with more missing than the one before. */
const MIN_GROWTHS = 2;

/** L7 */
export const LOST_CONNECTION_CREDIT: Rule = {
  id: 'L7',
  title: 'The window of a connection leaks: credit for streams that have closed is not given back',
  severity: 'WARNING',
  meaning:
    'What is sent on a stream counts against the window of the connection too, and the receiver has to give that credit back even where it ' +
    'throws the bytes away: for streams that were reset, or whose body nobody read. One that forgets it loses some with each such stream, ' +
    'until nothing can be sent on the connection at all: calls hang, a new connection helps, and it comes back hours later.',
  wire:
    'While nothing is sent, and open streams cannot hold it, more and more of the window of the connection is missing: three quarters and ' +
    'growing, or all of it.',
  example: [
    '   0.000 SERVER DATA 1 len=16384 (connection 49151)',
    '   1.000 CLIENT RST_STREAM 1 CANCEL (no WINDOW_UPDATE for stream 0)',
    '5000.000 SERVER DATA 3 len=16384 (connection 32767)',
    '5001.000 CLIENT RST_STREAM 3 CANCEL',
    '9000.000 SERVER DATA 5 len=16384 (connection 16383)',
    '9001.000 CLIENT RST_STREAM 5 CANCEL',
  ],
  reproduce: ['A client of its own making: it resets streams and never sends WINDOW_UPDATE for stream 0.'],
  advice: [
    {
      side: 'client',
      change: 'count bytes of streams that were reset or that nobody reads as read, and give credit for stream 0',
    },
    { side: 'client', change: 'read or discard the body of each response, also of those whose status says enough' },
    { side: 'network', change: 'until that is mended: connections that end sooner (max connection age)' },
  ],
  spec: ['RFC 9113 §6.9', 'RFC 9113 §6.9.1', 'RFC 9113 §5.4.2'],
  watches: {
    tick(connection, _, time): Match | undefined {
      for (const sender of SIDES) {
        const match = newStall(connection, sender, time) ?? growing(connection, sender, time);
        if (match !== undefined) return match;
      }
      return undefined;
    },
    streamFailed(connection, stream, time): Match | undefined {
      const { closed, closedSeq } = stream;
      const lost = fatalStall(connection, stream, time);
      if (closed === undefined || lost?.kind !== 'LOST') return undefined;
      const stall = connectionStall(connection, lost.sender, time, stream);
      return stall && fatal(stalled(connection, stall), closed, closedSeq);
    },
  },
};

function newStall(connection: ConnectionFacts, sender: Side, time: number): Match | undefined {
  const { window } = connection.side(sender);
  if (window.stalledSince === undefined || window.toldOf === window.stalledSince) return undefined;
  const stall = connectionStall(connection, sender, time);
  return stall?.kind === 'LOST' && isNews(window) ? stalled(connection, stall) : undefined;
}

function stalled(
  { streamCount }: ConnectionFacts,
  { sender, window, forMs, full, held, waiting }: ConnectionStall,
): Match {
  return {
    explanation:
      `For ${milliseconds(forMs)} the ${side(sender)} could send no DATA on this connection: its window of ${bytes(full)} is used up, but ` +
      `the streams that are open were sent no more than ${bytes(held)}. The rest was sent on streams that have closed (of ` +
      `${streamCount}), and the ${side(reader(sender))} never gave it back. ${count(waiting.length, 'stream')} waited.`,
    evidence: [window.stalledBy],
    cause: sender,
  };
}

function growing(connection: ConnectionFacts, sender: Side, time: number): Match | undefined {
  const { window, lostCredit } = connection.side(sender);
  if (window.spentAt === 0 || !lostCredit.look(window, unread(connection, sender), time)) return undefined;
  const { missing, growths } = lostCredit;
  const full = window.full();
  if (growths < MIN_GROWTHS || missing < full * MUCH || !connection.said.first(`L7 ${sender}`)) return undefined;
  return {
    explanation:
      `Of the window of ${bytes(full)} that the ${side(reader(sender))} gave the ${side(sender)} for this connection, ${bytes(missing)} ` +
      `were never given back, though the streams they were sent on have closed: ${count(connection.streamCount, 'stream')} so far, and more ` +
      `was missing after each. With the last ${bytes(full - missing)} gone, all calls on it will hang.`,
    evidence: lastFrames(connection, sender),
    cause: sender,
  };
}

/** What open streams were sent, and may not have been read yet. */
function unread({ streams }: ConnectionFacts, sender: Side): number {
  let sum = 0;
  for (const stream of streams.values()) sum += stream.side(sender).dataBytes;
  return sum;
}

/** The last DATA of its sender, which the window is told with. */
function lastFrames(connection: ConnectionFacts, sender: Side): number[] {
  const notes = connection.side(sender).recent.list();
  return notes.filter(({ type }) => type === 'DATA').map(({ seq }) => seq);
}
