import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readPlace } from '../../../src/place/place.ts';
import { lookBefore, withLook } from '../../../src/web/model/place-figures.ts';
import { placeVerdict, placeWords } from '../../../src/web/model/place-words.ts';
import type { EnvJson } from '../../../src/web/source/server-json.ts';

const MIB = 2 ** 20;

function look(parts: Partial<EnvJson>, atMs = 5000): EnvJson {
  return { identity: { hostname: 'pod-7f9c' }, atMs, ...parts };
}

/** What is said of one name. */
function said(name: string, now: Partial<EnvJson>, before?: Partial<EnvJson>) {
  const words = placeWords(before === undefined ? undefined : look(before, 0), look(now));
  const word = words.find((each) => each.name === name);
  return word === undefined ? undefined : `${word.value}: ${word.words} (${word.tone})`;
}

function cpu(periods: number, throttledPeriods: number) {
  return { cgroup: { cpu: { quotaMs: 50, periodMs: 100, periods, throttledPeriods } } };
}

function memory(workingSetBytes: number, rest: object = { maxBytes: 512 * MIB }) {
  return { cgroup: { memory: { workingSetBytes, ...rest } } };
}

function tcp(segmentsSent: number, segmentsRetransmitted: number, rest: object = {}) {
  return { kernel: { tcp: { segmentsSent, segmentsRetransmitted, ...rest } } };
}

function loop(maxMs: number, utilization: number) {
  return { eventLoop: { spanMs: 5000, utilization, delay: { p99Ms: 1.5, maxMs } } };
}

describe('placeWords', () => {
  const cases: readonly (readonly [string, Partial<EnvJson>, Partial<EnvJson> | undefined, string | undefined])[] = [
    [
      'CPU limit',
      cpu(450, 48),
      cpu(400, 36),
      '500m CPU: throttled in 12 of 50 periods: the container has too little CPU (warning)',
    ],
    [
      'CPU limit',
      cpu(450, 86),
      cpu(400, 36),
      '500m CPU: throttled in 50 of 50 periods: the container has too little CPU (error)',
    ],
    ['CPU limit', cpu(450, 37), cpu(400, 36), '500m CPU: throttled in 1 of 50 periods (good)'],
    ['CPU limit', cpu(450, 36), cpu(400, 36), '500m CPU: not throttled in 50 periods (good)'],
    ['CPU limit', cpu(400, 36), undefined, '500m CPU: throttling is told with the next look (plain)'],
    ['CPU limit', cpu(4, 0), cpu(400, 36), '500m CPU: throttling is told with the next look (plain)'],
    ['CPU limit', { cgroup: { cpu: { quotaMs: 'max', periodMs: 100 } } }, undefined, 'none: never throttled (good)'],
    ['CPU limit', {}, {}, undefined],
    [
      'CPU',
      { process: { cpuUserSeconds: 2, cpuSystemSeconds: 1.5, availableCpus: 2 } },
      { process: { cpuUserSeconds: 1, cpuSystemSeconds: 1 } },
      '30 % of one: of 2 CPUs that it may use (plain)',
    ],
    ['event loop', loop(3, 0.04), undefined, 'p99 1.5 ms late: busy 4 % of the time, timers up to 3 ms late (good)'],
    [
      'event loop',
      loop(250, 0.04),
      undefined,
      'p99 1.5 ms late: busy 4 % of the time, timers up to 250 ms late (warning)',
    ],
    [
      'event loop',
      loop(600, 0.99),
      undefined,
      'p99 1.5 ms late: busy 99 % of the time, timers up to 600 ms late (error)',
    ],
    [
      'event loop',
      loop(3, 0.95),
      undefined,
      'p99 1.5 ms late: busy 95 % of the time, timers up to 3 ms late (warning)',
    ],
    ['event loop', { eventLoop: { spanMs: 0 } }, undefined, undefined],
    ['memory', memory(240 * MIB), undefined, '240 MiB of 512 MiB: 47 % of the limit (good)'],
    [
      'memory',
      memory(480 * MIB),
      undefined,
      '480 MiB of 512 MiB: 94 % of the limit: beyond it the kernel kills (warning)',
    ],
    ['memory', memory(240 * MIB, { maxBytes: 'max' }), undefined, '240 MiB: without a limit (plain)'],
    ['memory', { process: { residentBytes: 90 * MIB } }, undefined, '90 MiB: no limit known (plain)'],
    [
      'OOM kills',
      memory(1, { oomKills: 2 }),
      memory(1, { oomKills: 1 }),
      '1: the kernel killed 1 process of this container for its memory (error)',
    ],
    ['OOM kills', memory(1, { oomKills: 1 }), memory(1, { oomKills: 1 }), undefined],
    [
      'heap',
      { process: { heapUsedBytes: MIB, heapLimitBytes: 4 * MIB } },
      undefined,
      '1 MiB of 4 MiB: 25 % of what Node.js allows (good)',
    ],
    [
      'wait for a CPU',
      { cgroup: { pressure: { cpu: { some: { avg10Percent: 74.2 } } } } },
      undefined,
      '74 % of 10 s: work of this container waited (warning)',
    ],
    [
      'wait for memory',
      { kernel: { pressure: { memory: { some: { avg10Percent: 6 }, full: { avg10Percent: 5 } } } } },
      undefined,
      '6 % of 10 s: work on this machine waited (warning)',
    ],
    ['TCP sent again', tcp(1000, 0), tcp(0, 0), 'nothing: of 1,000 segments sent (good)'],
    ['TCP sent again', tcp(10, 2), tcp(0, 0), '2 segments: 20 % of 10 segments sent (good)'],
    [
      'TCP sent again',
      tcp(1000, 20, { timeouts: 3 }),
      tcp(0, 0, { timeouts: 2 }),
      '20 segments: 2 % of 1,000 segments sent, 1 timer ran out: the network loses packets (warning)',
    ],
    ['TCP sent again', tcp(1000, 20), undefined, undefined],
    [
      'listen backlog',
      tcp(1, 0, { listenOverflows: 12 }),
      tcp(0, 0, { listenOverflows: 2 }),
      'overflowed: 10 connections dropped: a backlog of this network namespace was full (error)',
    ],
    ['open files', { process: { openFiles: 37, maxOpenFiles: 20_000 } }, undefined, '37: of 20,000 allowed (good)'],
    ['open files', { process: { openFiles: 37, maxOpenFiles: 'max' } }, undefined, undefined],
  ];
  for (const [name, now, before, expected] of cases) {
    test(`${name}, ${expected}`, () => assert.equal(said(name, now, before), expected));
  }

  test('a look at another process is not compared with', () => {
    const before = { ...look({ ...tcp(0, 0), process: { pid: 1 } }, 0) };
    const words = placeWords(before, look({ ...tcp(10, 0), process: { pid: 2 } }));
    assert.deepEqual(words, []);
  });

  test('whatever else there is, nothing throws', () => {
    const odd = {
      process: { pid: 'x', heapUsedBytes: {} },
      cgroup: { cpu: null },
      kernel: { tcp: [] },
      eventLoop: { delay: 5 },
    };
    assert.deepEqual(placeWords(look(odd as never, 0), look(odd as never)), []);
  });

  test('knows the figures that this machine gives', async () => {
    const env = { identity: {}, ...JSON.parse(JSON.stringify(await readPlace())) } as EnvJson;
    const names = placeWords(undefined, env).map(({ name }) => name);
    for (const name of ['memory', 'heap']) assert.ok(names.includes(name), `${name} in ${names}`);
  });
});

test('placeVerdict: what holds it back, by name', () => {
  const verdict = (...parts: Partial<EnvJson>[]) =>
    placeVerdict(placeWords(undefined, look(Object.assign({}, ...parts))));
  assert.deepEqual(verdict(loop(3, 0.1), memory(MIB)), { words: 'Nothing holds this server back', tone: 'good' });
  assert.deepEqual(verdict(loop(300, 0.1), memory(511 * MIB)), {
    words: 'This server may be held back: event loop, memory',
    tone: 'error',
  });
});

test('looks: a minute of them, and the oldest of the same process is compared with', () => {
  const at = (atMs: number, pid: number) => look({ process: { pid } }, atMs);
  const looks = [at(0, 1), at(30_000, 2), at(60_000, 1), at(65_000, 2)].reduce<readonly EnvJson[]>(withLook, []);
  assert.deepEqual(
    looks.map(({ atMs }) => atMs),
    [30_000, 60_000, 65_000],
  );
  assert.equal(lookBefore(looks)?.atMs, 30_000);
  assert.equal(lookBefore(looks.slice(-1)), undefined);
  assert.equal(lookBefore([]), undefined);
});
