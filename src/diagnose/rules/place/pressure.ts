import type { PlaceChange, PressureSample } from '../../facts/place.ts';
import type { Match, Rule } from '../../rule.ts';
import { isNearLimit } from './memory.ts';
import { throttling } from './throttling.ts';

/** Per cent of the last 10 s. A server under load waits for the CPU now and then; for memory nobody should. */
const CPU_SOME = 60;
const MEMORY_SOME = 20;
const MEMORY_FULL = 5;

/** What has fallen below a half is over. */
const OVER = 0.5;

interface Pressed {
  readonly resource: 'CPU' | 'memory';
  /** How far it is above its threshold: 1 is at it. */
  readonly times: number;
  readonly sample: PressureSample;
  /** Whose pressure it is. */
  readonly of: 'container' | 'host';
}

/** E5 */
export const PRESSURE: Rule = {
  id: 'E5',
  title: 'Work waits for CPU or memory',
  severity: 'WARNING',
  meaning:
    'The kernel counts for how much of the time tasks that could run waited for CPU or for memory (pressure stall information). With much ' +
    'of it all calls take longer, whatever the network does. CPU: more wants to run than there are CPUs, here or on the node. Memory: ' +
    'pages are reclaimed and read again, so that the same work takes many times as long.',
  wire: 'nothing. cpu.pressure and memory.pressure of the cgroup, or /proc/pressure: some (one waited) and full (all waited), avg10.',
  example: [
    'cpu.pressure     some avg10=74.20 avg60=40.11 avg300=12.02 total=812345678',
    'memory.pressure  full avg10=11.80 avg60=4.05 avg300=1.00 total=41234567',
  ],
  reproduce: [
    'sre-test-server serve, and beside it in the same container more work than it has CPUs: stress-ng --cpu 8 --timeout 30s',
  ],
  advice: [
    {
      side: 'container',
      of: 'Kubernetes',
      change: 'requests.cpu for what it needs, fewer neighbours on the node; more memory',
    },
    { side: 'container', change: 'look for who else runs there: top, or cpu.pressure of the other cgroups' },
  ],
  spec: ['Linux PSI, Documentation/accounting/psi.rst', 'Linux cgroup v2, cpu.pressure and memory.pressure'],
  watches: {
    place(change): Match | undefined {
      return found(change, memory(change)) ?? found(change, cpu(change));
    },
  },
};

/** What a CPU limit does is E1's. */
function cpu(change: PlaceChange): Pressed {
  const { of, sample } = measured(change, 'cpu');
  return { resource: 'CPU', of, sample, times: throttling(change) === undefined ? (sample.some ?? 0) / CPU_SOME : 0 };
}

/** What the limit of memory does is E3's. */
function memory(change: PlaceChange): Pressed {
  const { of, sample } = measured(change, 'memory');
  const times = Math.max((sample.some ?? 0) / MEMORY_SOME, (sample.full ?? 0) / MEMORY_FULL);
  return { resource: 'memory', of, sample, times: isNearLimit(change.now) ? 0 : times };
}

function measured({ now }: PlaceChange, name: 'cpu' | 'memory'): Pick<Pressed, 'of' | 'sample'> {
  const ours = now.pressure?.[name];
  return ours === undefined
    ? { of: 'host', sample: now.hostPressure?.[name] ?? {} }
    : { of: 'container', sample: ours };
}

function found({ episodes }: PlaceChange, { resource, of, sample, times }: Pressed): Match | undefined {
  const name = `E5 ${resource}`;
  if (times < OVER) episodes.begins(name, false);
  if (times < 1 || !episodes.begins(name, true)) return undefined;
  const { some = 0, full = 0 } = sample;
  const share = `in ${Math.round(some)} % of the last 10 s something waited for ${resource}, in ${Math.round(full)} % all did`;
  return {
    severity: resource === 'CPU' ? 'INFO' : 'WARNING',
    cause: resource,
    explanation: `On this ${of} ${share}.`,
    evidence: [],
  };
}
