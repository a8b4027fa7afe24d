import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readCgroup } from '../../src/place/cgroup.ts';
import { changed, filledWith, plant, type Tree, V1, V2 } from '../support/place-tree.ts';

const IDLE = { avg10Percent: 0, avg60Percent: 0, totalMs: 0 };

/** The tree with its cgroup at another path below each mount. */
function movedTo(path: string, tree: Tree): Tree {
  const moved = Object.entries(tree).map(([file, content]) => [file.replace(/[^/]+$/, `${path}/$&`), content]);
  return { ...Object.fromEntries(moved), 'proc/self/cgroup': tree['proc/self/cgroup'] ?? '' };
}

describe('cgroup version 2', () => {
  test('tells all figures, in bytes and milliseconds', async (t) => {
    assert.deepEqual(await readCgroup(plant(t, V2)), {
      version: 2,
      cpu: {
        quotaMs: 50,
        periodMs: 100,
        periods: 4000,
        throttledPeriods: 321,
        throttledMs: 9876.5,
        usageMs: 12_345.678,
      },
      memory: {
        currentBytes: 157_286_400,
        maxBytes: 268_435_456,
        highBytes: 241_591_910,
        anonBytes: 104_857_600,
        fileBytes: 41_943_040,
        inactiveFileBytes: 20_971_520,
        workingSetBytes: 136_314_880,
        highEvents: 17,
        maxEvents: 5,
        oomEvents: 2,
        oomKills: 1,
      },
      pressure: {
        cpu: { some: { avg10Percent: 12.34, avg60Percent: 5, totalMs: 52_134.567 }, full: IDLE },
        memory: {
          some: { avg10Percent: 0, avg60Percent: 0.1, totalMs: 1.5 },
          full: { avg10Percent: 0, avg60Percent: 0.05, totalMs: 0.7 },
        },
        io: { some: { ...IDLE, totalMs: 0.009 }, full: { ...IDLE, totalMs: 0.009 } },
      },
      pids: { current: 23, max: 1024 },
    });
  });

  test('without limits says max', async (t) => {
    const root = plant(
      t,
      changed(V2, {
        'sys/fs/cgroup/cpu.max': 'max 100000\n',
        'sys/fs/cgroup/memory.max': 'max\n',
        'sys/fs/cgroup/memory.high': 'max\n',
        'sys/fs/cgroup/pids.max': 'max\n',
      }),
    );
    const { cpu, memory, pids } = (await readCgroup(root)) ?? {};
    assert.deepEqual([cpu?.quotaMs, cpu?.periodMs], ['max', 100]);
    assert.deepEqual([memory?.maxBytes, memory?.highBytes, pids?.max], ['max', 'max', 'max']);
  });

  test('is read at its path, where the host shows it', async (t) => {
    const tree = changed(movedTo('kubepods/pod1', V2), { 'proc/self/cgroup': '0::/kubepods/pod1\n' });
    assert.deepEqual(await readCgroup(plant(t, tree)), await readCgroup(plant(t, V2)));
  });

  test('is read at the mount, where its path is not to be seen, or leads out of it', async (t) => {
    const expected = await readCgroup(plant(t, V2));
    for (const path of ['/kubepods/pod1', '/../other']) {
      const tree = changed(V2, { 'proc/self/cgroup': `0::${path}\n` });
      assert.deepEqual(await readCgroup(plant(t, tree)), expected, path);
    }
  });

  test('beside a version 1 that has none of our controllers', async (t) => {
    const entries = Object.entries(V2).map(([path, content]) => [path.replace('fs/cgroup/', '$&unified/'), content]);
    const tree = changed(Object.fromEntries(entries), { 'proc/self/cgroup': '1:name=systemd:/\n0::/\n' });
    assert.deepEqual(await readCgroup(plant(t, tree)), await readCgroup(plant(t, V2)));
  });

  test('of the root has no limits, which are then absent', async (t) => {
    const root = plant(t, {
      'proc/self/cgroup': '0::/\n',
      'sys/fs/cgroup/cgroup.controllers': 'cpu memory\n',
      'sys/fs/cgroup/cpu.stat': 'usage_usec 5000\n',
    });
    assert.deepEqual(await readCgroup(root), { version: 2, cpu: { usageMs: 5 } });
  });

  test('needs both figures for a working set, which is never below 0', async (t) => {
    const lacking = plant(t, changed(V2, { 'sys/fs/cgroup/memory.stat': 'anon 1\n' }));
    assert.equal((await readCgroup(lacking))?.memory?.workingSetBytes, undefined);
    const mostlyCache = plant(t, changed(V2, { 'sys/fs/cgroup/memory.current': '1000\n' }));
    assert.equal((await readCgroup(mostlyCache))?.memory?.workingSetBytes, 0);
  });
});

describe('cgroup version 1', () => {
  test('tells the same in the same words, as far as it knows', async (t) => {
    assert.deepEqual(await readCgroup(plant(t, V1)), {
      version: 1,
      cpu: {
        quotaMs: 25,
        periodMs: 100,
        periods: 40,
        throttledPeriods: 7,
        throttledMs: 1500,
        usageMs: 2_000_000.5,
      },
      memory: {
        currentBytes: 157_286_400,
        maxBytes: 268_435_456,
        anonBytes: 104_857_600,
        fileBytes: 41_943_040,
        inactiveFileBytes: 20_971_520,
        workingSetBytes: 136_314_880,
        oomKills: 3,
      },
      pids: { current: 23, max: 'max' },
    });
  });

  test('without limits says max', async (t) => {
    const root = plant(
      t,
      changed(V1, {
        'sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us': '-1\n',
        'sys/fs/cgroup/memory/memory.limit_in_bytes': '9223372036854771712\n',
      }),
    );
    const { cpu, memory } = (await readCgroup(root)) ?? {};
    assert.deepEqual([cpu?.quotaMs, memory?.maxBytes], ['max', 'max']);
  });

  test('counts CPU time of years, which a double rounds', async (t) => {
    const usage = changed(V1, { 'sys/fs/cgroup/cpu,cpuacct/cpuacct.usage': '20000000000000000001\n' });
    assert.equal((await readCgroup(plant(t, usage)))?.cpu?.usageMs, 2e13);
  });

  test('is read at its path, and under the name of one controller', async (t) => {
    const expected = await readCgroup(plant(t, V1));
    assert.deepEqual(await readCgroup(plant(t, movedTo('docker/abc', V1))), expected);
    const entries = Object.entries(V1).map(([path, content]) => {
      return [path.replace('cpu,cpuacct', path.includes('cpuacct.') ? 'cpuacct' : 'cpu'), content];
    });
    assert.deepEqual(await readCgroup(plant(t, Object.fromEntries(entries))), expected);
  });

  test('counts where version 2 is there as well', async (t) => {
    const both = changed(V1, { 'proc/self/cgroup': `${V1['proc/self/cgroup']}0::/docker/abc\n` });
    assert.equal((await readCgroup(plant(t, both)))?.version, 1);
  });
});

describe('a system that tells nothing', () => {
  test('has no cgroup where there is no /proc', async (t) => {
    assert.equal(await readCgroup(plant(t, {})), undefined);
    assert.equal(await readCgroup('/nowhere'), undefined);
  });

  test('has a version and no figures where /sys is not mounted', async (t) => {
    assert.deepEqual(await readCgroup(plant(t, { 'proc/self/cgroup': '0::/\n' })), { version: 2 });
    assert.deepEqual(await readCgroup(plant(t, { 'proc/self/cgroup': '4:cpu,cpuacct:/\n3:memory:/\n' })), {
      version: 1,
    });
  });

  test('has none of garbage, of empty files, and of files that are huge', async (t) => {
    const huge = `usage_usec 1\n${'x'.repeat(1_000_000)}`;
    for (const content of ['', '\n', '\0\xff\n\n = \n', '-5', 'nr_periods', '1.5e3 x', huge]) {
      for (const tree of [V2, V1]) {
        const { 'proc/self/cgroup': membership = '', ...files } = tree;
        const root = plant(t, { ...filledWith(files, content), 'proc/self/cgroup': membership });
        assert.deepEqual(Object.keys((await readCgroup(root)) ?? {}), ['version'], content.slice(0, 20));
      }
    }
  });

  test('tells the figures of the files that are whole', async (t) => {
    const root = plant(t, changed(V2, { 'sys/fs/cgroup/cpu.stat': undefined, 'sys/fs/cgroup/memory.current': 'x' }));
    const { cpu, memory } = (await readCgroup(root)) ?? {};
    assert.deepEqual(cpu, { quotaMs: 50, periodMs: 100 });
    assert.equal(memory?.maxBytes, 268_435_456);
    assert.ok(memory !== undefined && !('currentBytes' in memory) && !('workingSetBytes' in memory));
  });
});
