import type { PlaceChange } from '../../facts/place.ts';
import type { Match, Rule } from '../../rule.ts';
import { milliseconds } from '../words.ts';
import { feltEvidence, feltWords, longestWaitMs, spanWords } from './felt.ts';
import { type Throttling, throttling } from './throttling.ts';

/** A limit is enforced period by period, 100 ms as a rule: who waits for so long may have waited for the next one. */
const FELT_MS = 50;

/** Of the periods, where no traffic felt it. */
const MANY = 0.25;

/** Fewer are what a burst at the start, or a garbage collection, costs now and then. */
const SOME = 0.05;

const [NONE, NOTED, HURTS] = [0, 1, 2];

/** E1 */
export const CPU_THROTTLED: Rule = {
  id: 'E1',
  title: 'The CPU limit of the container held this server back',
  severity: 'WARNING',
  meaning:
    'The container used up its CPU limit, and the kernel let none of its threads run until the next period. Calls that were under way ' +
    'waited, PINGs too, and clients see latency or timeouts that look like the network. Average CPU may be far below the limit: it is ' +
    'enforced in each 100 ms. Other containers with such a limit, sidecars among them, fare the same.',
  wire: 'nothing. cpu.stat of the cgroup: nr_throttled and throttled_usec grew between two looks, 5 s apart, while calls waited.',
  example: [
    'cpu.stat 12:00:00  nr_periods 400  nr_throttled 21  throttled_usec  1200000',
    'cpu.stat 12:00:05  nr_periods 450  nr_throttled 48  throttled_usec  3900000',
    '   2.000 CLIENT PING 0000000000000001',
    '   2.093 SERVER PING ACK 0000000000000001                 93 ms: no thread was allowed to run',
  ],
  reproduce: [
    'systemd-run --user --scope -p CPUQuota=10% sre-test-server serve, or resources.limits.cpu: 100m in Kubernetes; and load:',
    'ghz --insecure --call sre.echo.v1.EchoService/Echo -d \'{"message":"hello"}\' -c 4 -z 20s localhost:50051',
  ],
  advice: [
    {
      side: 'container',
      of: 'Kubernetes',
      change: 'a higher resources.limits.cpu, or none, with requests.cpu for what it needs',
    },
    { side: 'container', of: 'Docker', change: '--cpus' },
    { side: 'proxy', of: 'Istio', change: 'sidecar.istio.io/proxyCPULimit, where it is the sidecar that is throttled' },
    { side: 'server', of: 'Go', change: 'GOMAXPROCS as the limit says (Go 1.25 does so itself)' },
  ],
  spec: ['Linux cgroup v2, cpu.stat and cpu.max', 'Linux cgroup v1, CFS bandwidth control'],
  watches: {
    place(change): Match | undefined {
      const held = throttling(change);
      const level = held === undefined ? NONE : levelOf(held, longestWaitMs(change.traffic));
      if (!change.episodes.worsens('E1', level) || held === undefined) return undefined;
      return {
        severity: level === HURTS ? 'WARNING' : 'INFO',
        explanation: `${explain(change, held)}${feltWords(change.traffic)}`,
        evidence: feltEvidence(change.traffic),
      };
    },
  },
};

function levelOf({ periods, throttledPeriods }: Throttling, waitMs: number): number {
  const share = throttledPeriods / periods;
  if (share >= SOME && waitMs >= FELT_MS) return HURTS;
  return share >= MANY ? NOTED : NONE;
}

function explain(change: PlaceChange, { periods, throttledPeriods, throttledMs }: Throttling): string {
  const { limit } = change.now.cpu ?? {};
  const allowed = limit === undefined ? '' : ` of ${Number(limit.toFixed(2))} CPUs`;
  const share = `in ${throttledPeriods} of ${periods} periods`;
  const held = `held this server back ${share}, for ${milliseconds(throttledMs)} in all`;
  return `The CPU limit${allowed} ${held}, within the last ${spanWords(change)}.`;
}
