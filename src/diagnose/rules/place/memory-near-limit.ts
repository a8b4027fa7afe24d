import type { PlaceChange } from '../../facts/place.ts';
import type { Match, Rule } from '../../rule.ts';
import { bytes, count } from '../words.ts';
import { spanWords } from './felt.ts';
import { memoryUse, NEAR } from './memory.ts';

/** Whoever is just below the line comes back: only with this much left is it over. */
const OVER = 0.8;

const [GOES_ON, NEAR_LEVEL] = [0, 1];

/** E3 */
export const MEMORY_NEAR_LIMIT: Rule = {
  id: 'E3',
  title: 'The memory of the container is at its limit',
  severity: 'WARNING',
  meaning:
    'Beyond the limit the kernel kills a process of the container at once: connections end without a GOAWAY, and the next thing that ' +
    'clients see is a refused connection. Shortly before it the kernel reclaims memory, which makes all slow. What counts is the working ' +
    'set: page cache that nobody has used lately is given back first.',
  wire: 'nothing before; then FIN or RST of all connections at once. memory.current, memory.max and oom_kill in memory.events.',
  example: [
    'memory.current 254803968  memory.max 268435456  inactive_file 4096000      93 %',
    'memory.events  oom_kill 1',
    '   9.120 conn closed by SERVER RST, 12 streams open',
  ],
  reproduce: [
    'systemd-run --user --scope -p MemoryMax=250M sre-test-server serve --ring-bytes 1000000000, and traffic that fills the ring:',
    'ghz --insecure --call sre.echo.v1.EchoService/Echo -d \'{"message":"hello"}\' -z 60s localhost:50051',
  ],
  advice: [
    { side: 'container', of: 'Kubernetes', change: 'a higher resources.limits.memory, and requests.memory the same' },
    { side: 'container', of: 'Docker', change: '--memory' },
    { side: 'server', of: 'sre-test-server', change: '--ring-bytes and --payload-bytes: what is kept of the trace' },
    {
      side: 'server',
      of: 'Node.js',
      change: '--max-old-space-size well below the limit, so that garbage is collected in time',
    },
  ],
  spec: ['Linux cgroup v2, memory.max and memory.events', 'Kubernetes, Assign Memory Resources to Containers'],
  watches: {
    place(change): Match | undefined {
      return killed(change) ?? near(change);
    },
  },
};

function killed(change: PlaceChange): Match | undefined {
  const { before, now } = change;
  if (before.memory?.oomKills === undefined || now.memory?.oomKills === undefined) return undefined;
  const kills = now.memory.oomKills - before.memory.oomKills;
  if (kills <= 0) return undefined;
  const what = `Within the last ${spanWords(change)} the kernel killed ${count(kills, 'process').replace('processs', 'processes')}`;
  return {
    severity: 'ERROR',
    cause: 'killed',
    explanation: `${what} of this container, because its memory was at the limit${limitWords(change)}. This server is still there.`,
    evidence: [],
  };
}

function limitWords({ now }: PlaceChange): string {
  return now.memory?.maxBytes === undefined ? '' : ` of ${bytes(now.memory.maxBytes)}`;
}

function near({ now, episodes }: PlaceChange): Match | undefined {
  const use = memoryUse(now);
  if (use === undefined || use.share < OVER) {
    episodes.worsens('E3', GOES_ON);
    return undefined;
  }
  if (use.share < NEAR || !episodes.worsens('E3', NEAR_LEVEL)) return undefined;
  const share = `${bytes(use.usedBytes)} of ${bytes(use.maxBytes)}, ${Math.floor(use.share * 100)} %`;
  return {
    explanation: `The working set of this container is ${share}. At the limit the kernel kills a process of it.`,
    evidence: [],
  };
}
