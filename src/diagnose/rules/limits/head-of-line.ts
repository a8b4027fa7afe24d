import type { Side } from '../../../trace/event.ts';
import type { ConnectionFacts } from '../../facts/connection.ts';
import type { Match, Rule } from '../../rule.ts';
import { SIDES } from '../shared/window-stall.ts';
import { bytes, count, milliseconds, side } from '../words.ts';

/** Once or twice may be a sender that was busy itself. */
const MIN_COUNT = 3;

/** L14 */
export const HEAD_OF_LINE: Rule = {
  id: 'L14',
  title: 'A large transfer holds up other streams of its connection',
  severity: 'INFO',
  meaning:
    'Streams share one TCP connection, and it is the sender that decides whose turn it is. Here one stream sent its DATA in one piece, and ' +
    'another, in the midst of a message and with windows that allowed it to go on, had to wait until that was over. Small calls that share a ' +
    'connection with large transfers become as slow as those.',
  wire:
    'DATA of one stream that begins a message, 256 KiB and more of another stream without a frame of the first in between, and at least ' +
    '100 ms later the rest of the message; several times, and no window was used up.',
  example: [
    '   0.000 CLIENT DATA 3 len=16384 (a message of 20,000 bytes begins)',
    '   0.100 CLIENT DATA 1 len=16384 (and 40 more of stream 1)',
    ' 180.000 CLIENT DATA 3 len=3621',
  ],
  reproduce: [
    'A client of its own making that begins a message on one stream and sends a megabyte on another before it goes on.',
  ],
  advice: [
    { side: 'client', change: 'a connection of its own for large transfers: another channel, or a pool' },
    { side: 'client', change: 'large content in several messages of 64 KiB or so, so that others get their turn' },
    {
      side: 'client',
      of: 'grpc-js',
      change: 'another client with grpc.use_local_subchannel_pool 1 for large transfers',
    },
    { side: 'server', change: 'windows of streams well below that of the connection bound how long one can go on' },
  ],
  spec: ['RFC 9113 §5.2.2', 'RFC 9113 §10.5'],
  watches: {
    tick(connection): Match | undefined {
      for (const from of SIDES) {
        if (connection.side(from).runs.count < MIN_COUNT) continue;
        const match = told(connection, from);
        if (match !== undefined) return match;
      }
      return undefined;
    },
  },
};

function told(connection: ConnectionFacts, from: Side): Match | undefined {
  const { longest, count: times } = connection.side(from).runs;
  if (longest === undefined || !connection.said.first(`L14 ${from}`)) return undefined;
  const { streamId, by, waitMs, seq } = longest;
  return {
    streamId,
    explanation:
      `${count(times, 'time')} a stream of the ${side(from)} stood still in the midst of a message while another sent DATA in one piece. The ` +
      `longest: stream ${streamId} for ${milliseconds(waitMs)}, behind ${bytes(longest.bytes)} of stream ${by}. No window was used up: it is ` +
      `the ${side(from)} that did not take turns.`,
    evidence: [seq],
    cause: from,
  };
}
