import type { ConnectionFacts } from '../../facts/connection.ts';
import type { Match, Rule } from '../../rule.ts';
import { count, milliseconds, side } from '../words.ts';
import { reader } from './stalls.ts';

/** Fewer may be chance. */
const MIN_DELAYED = 8;

/** Pauses of all lengths are a busy sender; these are of one. */
const OF_OTHERS = 4;

/** Of parts that came without a pause: rarer than one in twenty is no pattern. */
const MIN_SHARE = 0.05;

/** L13 */
export const FORTY_MS_GAPS: Rule = {
  id: 'L13',
  title: 'Parts of a request come 40 ms late: Nagle and delayed ACKs',
  severity: 'INFO',
  meaning:
    'What was written in two parts, the head of a request and its body for example, comes 40 ms apart, again and again. That is what ' +
    "Nagle's algorithm (a small segment waits while an earlier one is not acknowledged) makes together with delayed ACKs (Linux waits 40 ms " +
    'for something to send along). Some hop between here and the client lacks TCP_NODELAY: grpc libraries, Go and Envoy set it; programs on ' +
    'bare sockets, tunnels and relays often do not.',
  wire: 'DATA 38 to 47 ms behind the HEADERS of its request, behind the first part of its message, or an empty END_STREAM so long behind the message; time and again, and hardly other pauses.',
  example: [
    '   0.000 CLIENT HEADERS 1',
    '  40.900 CLIENT DATA 1 END_STREAM',
    ' 100.000 CLIENT HEADERS 3',
    ' 141.100 CLIENT DATA 3 END_STREAM',
  ],
  reproduce: [
    'A relay that copies between two sockets without TCP_NODELAY, or a client of its own making that writes the head and the body of its',
    'requests 40 ms apart, twenty times.',
  ],
  advice: [
    { side: 'network', change: 'TCP_NODELAY on both sockets of each relay, tunnel and proxy on the way' },
    { side: 'client', change: 'TCP_NODELAY; write the head and the body of a request together' },
    { side: 'client', of: 'Node', change: 'socket.setNoDelay(true), where sockets are made by hand' },
    { side: 'proxy', of: 'nginx', change: 'tcp_nodelay on (the default)' },
    { side: 'proxy', of: 'HAProxy', change: 'option http-no-delay' },
  ],
  spec: ['RFC 1122 §4.2.3.2', 'RFC 1122 §4.2.3.4', 'RFC 9293 §3.7.4'],
  watches: {
    tick(connection): Match | undefined {
      return judge(connection);
    },
    connectionClosed(connection): Match | undefined {
      return judge(connection);
    },
  },
};

/** Only of what comes in: what our side writes passes here before any network. */
function judge(connection: ConnectionFacts): Match | undefined {
  const from = reader(connection.opened.role);
  const { delayed, delayedMs, others, prompt, evidence } = connection.side(from).gaps;
  if (delayed < MIN_DELAYED || delayed < others * OF_OTHERS) return undefined;
  if (delayed < prompt * MIN_SHARE || !connection.said.first('L13')) return undefined;
  return {
    explanation:
      `${count(delayed, 'time')} a part of what the ${side(from)} sent came ${milliseconds(delayedMs / delayed)} behind the part before ` +
      `(the mean; ${prompt} came at once, ${others} after another pause). That is Nagle's algorithm with delayed ACKs, in the ${side(from)} ` +
      'or a hop in front of us: each such call is so much slower.',
    evidence: [...evidence],
  };
}
