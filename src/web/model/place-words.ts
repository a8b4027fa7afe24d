/**
 * The place where the server runs, in words: what held it back between two looks at it, and what did not. It is what says whether a slow
 * call was slow on the network. Thresholds are those of the rules E1 to E5 (docs/diagnosis.md), where there is one.
 */

import type { EnvJson } from '../source/server-json.ts';
import { bytes, counted, milliseconds, percent, tenths, whole } from './amounts.ts';
import { figure, growth, isSamePlace, isUnlimited } from './place-figures.ts';

export type Tone = 'good' | 'plain' | 'warning' | 'error';

export interface PlaceWord {
  readonly name: string;
  readonly value: string;
  readonly words: string;
  readonly tone: Tone;
}

/** Two looks, the earlier one undefined where there is none of this process. */
interface Looks {
  readonly before: EnvJson | undefined;
  readonly now: EnvJson;
}

type Look = (looks: Looks) => PlaceWord | undefined;

/** In the order in which they are asked about. */
const LOOKS: readonly Look[] = [
  throttling,
  cpu,
  eventLoop,
  memory,
  kills,
  heap,
  ({ now }) => pressure(now, 'a CPU', 'cpu'),
  ({ now }) => pressure(now, 'memory', 'memory'),
  ({ now }) => pressure(now, 'disk', 'io'),
  retransmissions,
  overflows,
  files,
];

/**
 * What of the place is known. What is not is left out, and counters are where there are two looks to compare.
 *
 * @param before an earlier look, or undefined
 */
export function placeWords(before: EnvJson | undefined, now: EnvJson): readonly PlaceWord[] {
  const looks = { before: before !== undefined && isSamePlace(before, now) ? before : undefined, now };
  return LOOKS.flatMap((look) => look(looks) ?? []);
}

/** All of it in a sentence: whether what is slow or fails may be this server's own place. */
export function placeVerdict(words: readonly PlaceWord[]): { readonly words: string; readonly tone: Tone } {
  const bad = words.filter(({ tone }) => tone === 'warning' || tone === 'error');
  if (bad.length === 0) return { words: 'Nothing holds this server back', tone: words.length === 0 ? 'plain' : 'good' };
  const tone = bad.some((word) => word.tone === 'error') ? 'error' : 'warning';
  return { words: `This server may be held back: ${bad.map(({ name }) => name).join(', ')}`, tone };
}

/** How grave a figure is: at or above the thresholds. */
function toneOf(value: number, warning: number, error: number): Tone {
  if (value >= error) return 'error';
  return value >= warning ? 'warning' : 'good';
}

/** E1: below a twentieth of the periods it is a burst at the start, or a garbage collection; a quarter hurts whatever passes. */
const [THROTTLED, MUCH_THROTTLED] = [0.05, 0.25];

function throttling({ before, now }: Looks): PlaceWord | undefined {
  const [quota, period] = [figure(now, 'cgroup.cpu.quotaMs'), figure(now, 'cgroup.cpu.periodMs')];
  if (isUnlimited(now, 'cgroup.cpu.quotaMs'))
    return { name: 'CPU limit', value: 'none', words: 'never throttled', tone: 'good' };
  if (quota === undefined || period === undefined || period <= 0) return undefined;
  const name = 'CPU limit';
  const value = cpus(quota / period);
  const periods = growth(before, now, 'cgroup.cpu.periods');
  const throttled = growth(before, now, 'cgroup.cpu.throttledPeriods');
  if (periods === undefined || throttled === undefined)
    return { name, value, words: 'throttling is told with the next look', tone: 'plain' };
  if (throttled === 0) return { name, value, words: `not throttled in ${counted(periods, 'period')}`, tone: 'good' };
  const tone = toneOf(throttled / Math.max(periods, 1), THROTTLED, MUCH_THROTTLED);
  const why = tone === 'good' ? '' : ': the container has too little CPU';
  return { name, value, words: `throttled in ${whole(throttled)} of ${counted(periods, 'period')}${why}`, tone };
}

function cpus(value: number): string {
  return value < 1 ? `${whole(value * 1000)}m CPU` : `${tenths(value)} ${value === 1 ? 'CPU' : 'CPUs'}`;
}

function cpu({ before, now }: Looks): PlaceWord | undefined {
  const [user, system] = [
    growth(before, now, 'process.cpuUserSeconds'),
    growth(before, now, 'process.cpuSystemSeconds'),
  ];
  if (before === undefined || user === undefined || system === undefined) return undefined;
  const seconds = (now.atMs - before.atMs) / 1000;
  const available = figure(now, 'process.availableCpus');
  return {
    name: 'CPU',
    value: `${percent((user + system) / seconds)} of one`,
    words: available === undefined ? 'of this process' : `of ${counted(available, 'CPU')} that it may use`,
    tone: 'plain',
  };
}

/** E2: garbage collection and code that runs for the first time take some ten ms; a busy machine more. */
const [LATE_MS, VERY_LATE_MS] = [200, 500];
/** Beyond it calls wait for each other. */
const BUSY = 0.9;

function eventLoop({ now }: Looks): PlaceWord | undefined {
  const [p99, max] = [figure(now, 'eventLoop.delay.p99Ms'), figure(now, 'eventLoop.delay.maxMs')];
  const utilization = figure(now, 'eventLoop.utilization');
  if (p99 === undefined && utilization === undefined) return undefined;
  const busy = utilization === undefined ? [] : [`busy ${percent(utilization)} of the time`];
  const late = max === undefined ? [] : [`timers up to ${milliseconds(max)} late`];
  const delayTone = toneOf(max ?? 0, LATE_MS, VERY_LATE_MS);
  return {
    name: 'event loop',
    value: p99 === undefined ? percent(utilization ?? 0) : `p99 ${milliseconds(p99)} late`,
    words: [...busy, ...late].join(', '),
    tone: delayTone === 'good' && (utilization ?? 0) >= BUSY ? 'warning' : delayTone,
  };
}

/** E3: with less left a burst of payloads is enough. */
const [NEAR, AT_LIMIT] = [0.9, 0.97];

/** Of the container; where there is none, of the process. */
function memory({ now }: Looks): PlaceWord | undefined {
  const name = 'memory';
  const used = figure(now, 'cgroup.memory.workingSetBytes') ?? figure(now, 'cgroup.memory.currentBytes');
  const limit = figure(now, 'cgroup.memory.maxBytes');
  if (used !== undefined && limit !== undefined && limit > 0) {
    const tone = toneOf(used / limit, NEAR, AT_LIMIT);
    const why = tone === 'good' ? '' : ': beyond it the kernel kills';
    return {
      name,
      value: `${bytes(used)} of ${bytes(limit)}`,
      words: `${percent(used / limit)} of the limit${why}`,
      tone,
    };
  }
  const resident = used ?? figure(now, 'process.residentBytes');
  return resident === undefined ? undefined : { name, value: bytes(resident), words: noLimit(now), tone: 'plain' };
}

function noLimit(now: EnvJson): string {
  return isUnlimited(now, 'cgroup.memory.maxBytes') ? 'without a limit' : 'no limit known';
}

function kills({ before, now }: Looks): PlaceWord | undefined {
  const killed = growth(before, now, 'cgroup.memory.oomKills') ?? 0;
  if (killed === 0) return undefined;
  const words = `the kernel killed ${counted(killed, 'process', 'processes')} of this container for its memory`;
  return { name: 'OOM kills', value: whole(killed), words, tone: 'error' };
}

function heap({ now }: Looks): PlaceWord | undefined {
  const [used, limit] = [figure(now, 'process.heapUsedBytes'), figure(now, 'process.heapLimitBytes')];
  if (used === undefined || limit === undefined || limit <= 0) return undefined;
  const words = `${percent(used / limit)} of what Node.js allows`;
  return {
    name: 'heap',
    value: `${bytes(used)} of ${bytes(limit)}`,
    words,
    tone: toneOf(used / limit, NEAR, AT_LIMIT),
  };
}

type Resource = 'cpu' | 'memory' | 'io';

/** E5, in per cent of the last 10 s: under load work waits for the CPU now and then, for memory it should not. Of disks there is no rule. */
const PRESSED: { readonly [R in Resource]: { readonly some: number; readonly full: number } } = {
  cpu: { some: 60, full: Number.POSITIVE_INFINITY },
  memory: { some: 20, full: 5 },
  io: { some: 60, full: 40 },
};

/** Of the container, where the kernel tells it, else of the machine. */
function pressure(now: EnvJson, resource: string, key: Resource): PlaceWord | undefined {
  const ours = figure(now, `cgroup.pressure.${key}.some.avg10Percent`) !== undefined;
  const of = `${ours ? 'cgroup' : 'kernel'}.pressure.${key}`;
  const some = figure(now, `${of}.some.avg10Percent`);
  if (some === undefined) return undefined;
  const full = figure(now, `${of}.full.avg10Percent`) ?? 0;
  const limit = PRESSED[key];
  return {
    name: `wait for ${resource}`,
    value: `${percent(some / 100)} of 10 s`,
    words: ours ? 'work of this container waited' : 'work on this machine waited',
    tone: some >= limit.some || full >= limit.full ? 'warning' : 'good',
  };
}

/** Of the segments that were sent. A hundredth is felt, a twentieth stalls transfers. */
const [LOSSY, VERY_LOSSY] = [0.01, 0.05];
/** Fewer say nothing: one segment of ten may be a probe of the tail. */
const FEW_SEGMENTS = 5;

function retransmissions({ before, now }: Looks): PlaceWord | undefined {
  const sent = growth(before, now, 'kernel.tcp.segmentsSent');
  const again = growth(before, now, 'kernel.tcp.segmentsRetransmitted');
  if (sent === undefined || again === undefined) return undefined;
  const name = 'TCP sent again';
  const value = again === 0 ? 'nothing' : counted(again, 'segment');
  const part = again / Math.max(sent, 1);
  const tone = again < FEW_SEGMENTS ? 'good' : toneOf(part, LOSSY, VERY_LOSSY);
  const why = tone === 'good' ? '' : ': the network loses packets';
  const timeouts = growth(before, now, 'kernel.tcp.timeouts') ?? 0;
  const timers = timeouts === 0 ? '' : `, ${counted(timeouts, 'timer')} ran out`;
  return {
    name,
    value,
    words: `${again === 0 ? 'of' : `${percent(part)} of`} ${counted(sent, 'segment')} sent${timers}${why}`,
    tone,
  };
}

function overflows({ before, now }: Looks): PlaceWord | undefined {
  const refused = growth(before, now, 'kernel.tcp.listenOverflows') ?? 0;
  if (refused === 0) return undefined;
  const words = `${counted(refused, 'connection')} dropped: a backlog of this network namespace was full`;
  return { name: 'listen backlog', value: 'overflowed', words, tone: 'error' };
}

/** EMFILE beyond the limit: connections are accepted no more. */
const [MANY_FILES, TOO_MANY_FILES] = [0.8, 0.95];

function files({ now }: Looks): PlaceWord | undefined {
  const [open, limit] = [figure(now, 'process.openFiles'), figure(now, 'process.maxOpenFiles')];
  if (open === undefined || limit === undefined || limit <= 0) return undefined;
  const tone = toneOf(open / limit, MANY_FILES, TOO_MANY_FILES);
  return { name: 'open files', value: whole(open), words: `of ${whole(limit)} allowed`, tone };
}
