import type { PlaceChange } from '../../facts/place.ts';
import type { Match, Rule } from '../../rule.ts';
import { milliseconds } from '../words.ts';
import { feltEvidence, feltWords, longestWaitMs, spanWords } from './felt.ts';
import { throttling } from './throttling.ts';

/** Garbage collection and code that runs for the first time take some ten; a busy machine more. */
const NOTED_MS = 200;
const HURTS_MS = 500;

const [NONE, NOTED, HURTS] = [0, 1, 2];

/** E2 */
export const EVENT_LOOP_STALL: Rule = {
  id: 'E2',
  title: 'The event loop of this server was held up',
  severity: 'WARNING',
  meaning:
    'Everything here happens on one event loop: for as long as one task or a garbage collection holds it up, nothing is read, answered or ' +
    'acknowledged. What clients measured in that time is this server, not the network and not their own side. The trace shows it only ' +
    'where a call or PING was under way: what came meanwhile was read, and timed, behind it. A CPU limit is another finding (E1).',
  wire: 'PING ACKs and response heads that came late, in the same 5 s in which our own timers were late by as much.',
  example: [
    '   2.000 CLIENT PING 0000000000000001',
    '   2.640 SERVER PING ACK 0000000000000001                 640 ms',
    'event loop: timers up to 655 ms late',
  ],
  reproduce: [
    'sre-test-server serve, and 10 s later a call that is under way while the server is stopped:',
    "grpcurl -plaintext -H 'x-sre-fault: delay=1s' localhost:50051 sre.echo.v1.EchoService/Echo",
    'meanwhile kill -STOP the server, and two seconds later kill -CONT: nothing on its event loop ran in between',
  ],
  advice: [
    { side: 'container', change: 'more CPU: requests.cpu in Kubernetes, fewer neighbours on the node' },
    {
      side: 'server',
      of: 'sre-test-server',
      change: 'less recorded: --trace off, or --trace-sample; fewer exports and watchers at a time',
    },
    { side: 'client', change: 'deadlines and keepalive timeouts above pauses of a second' },
  ],
  spec: ['RFC 9113 §6.7', 'Node.js perf_hooks, monitorEventLoopDelay'],
  watches: {
    place(change): Match | undefined {
      const level = levelOf(change);
      if (!change.episodes.worsens('E2', level)) return undefined;
      return {
        severity: level === HURTS ? 'WARNING' : 'INFO',
        explanation: `${explain(change)}${feltWords(change.traffic)}${pressed(change)}`,
        evidence: feltEvidence(change.traffic),
      };
    },
  },
};

/** Only what was under way shows it: what comes in the meantime is read behind it, and timed then. */
function levelOf(change: PlaceChange): number {
  const { maxMs = 0 } = change.now.eventLoop ?? {};
  const waitMs = longestWaitMs(change.traffic);
  if (maxMs < NOTED_MS || waitMs === 0 || throttling(change) !== undefined) return NONE;
  return maxMs >= HURTS_MS && waitMs >= maxMs / 2 ? HURTS : NOTED;
}

function explain(change: PlaceChange): string {
  const { maxMs = 0, p99Ms = 0 } = change.now.eventLoop ?? {};
  const late = `timers of this server were up to ${milliseconds(maxMs)} late`;
  return `Within the last ${spanWords(change)} ${late}, and one in a hundred by ${milliseconds(p99Ms)} or more.`;
}

function pressed({ now }: PlaceChange): string {
  const some = now.pressure?.cpu?.some ?? 0;
  return some < 10
    ? ''
    : ` Others wanted the CPU too: in ${Math.round(some)} % of the last 10 s something waited for it.`;
}
