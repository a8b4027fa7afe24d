/** Trees of files as /proc and /sys have them, in a folder of their own. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';

/** Path below the root → content. */
export type Tree = Readonly<Record<string, string>>;

/** @returns the root, which goes with the test */
export function plant(t: TestContext, tree: Tree): string {
  const root = mkdtempSync(join(tmpdir(), 'sre-place-'));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  for (const [path, content] of Object.entries(tree)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return root;
}

/** The same tree with other contents, or none where undefined. */
export function changed(tree: Tree, changes: Readonly<Record<string, string | undefined>>): Tree {
  const entries = Object.entries({ ...tree, ...changes });
  return Object.fromEntries(entries.flatMap(([path, content]) => (content === undefined ? [] : [[path, content]])));
}

/** Every file of the tree with this content. */
export function filledWith(tree: Tree, content: string): Tree {
  return Object.fromEntries(Object.keys(tree).map((path) => [path, content]));
}

/** A container of Kubernetes on cgroup version 2, with limits, which has been throttled and has had a process killed. */
export const V2: Tree = {
  'proc/self/cgroup': '0::/\n',
  'sys/fs/cgroup/cgroup.controllers': 'cpuset cpu io memory hugetlb pids rdma misc\n',
  'sys/fs/cgroup/cpu.max': '50000 100000\n',
  'sys/fs/cgroup/cpu.stat': `usage_usec 12345678
user_usec 10000000
system_usec 2345678
core_sched.force_idle_usec 0
nr_periods 4000
nr_throttled 321
throttled_usec 9876500
nr_bursts 0
burst_usec 0
`,
  'sys/fs/cgroup/memory.current': '157286400\n',
  'sys/fs/cgroup/memory.max': '268435456\n',
  'sys/fs/cgroup/memory.high': '241591910\n',
  'sys/fs/cgroup/memory.events': 'low 0\nhigh 17\nmax 5\noom 2\noom_kill 1\noom_group_kill 0\n',
  'sys/fs/cgroup/memory.stat':
    'anon 104857600\nfile 41943040\nkernel 5242880\ninactive_file 20971520\nactive_file 100\n',
  'sys/fs/cgroup/cpu.pressure':
    'some avg10=12.34 avg60=5.00 avg300=1.20 total=52134567\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=0\n',
  'sys/fs/cgroup/memory.pressure':
    'some avg10=0.00 avg60=0.10 avg300=0.00 total=1500\nfull avg10=0.00 avg60=0.05 avg300=0.00 total=700\n',
  'sys/fs/cgroup/io.pressure':
    'some avg10=0.00 avg60=0.00 avg300=0.00 total=9\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=9\n',
  'sys/fs/cgroup/pids.current': '23\n',
  'sys/fs/cgroup/pids.max': '1024\n',
};

/** The same with version 1, where the container's runtime has mounted its cgroups where the host has its root. */
export const V1: Tree = {
  'proc/self/cgroup': `12:pids:/docker/abc
11:memory:/docker/abc
4:cpu,cpuacct:/docker/abc
1:name=systemd:/docker/abc
`,
  'sys/fs/cgroup/cpu,cpuacct/cpu.shares': '1024\n',
  'sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us': '25000\n',
  'sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us': '100000\n',
  'sys/fs/cgroup/cpu,cpuacct/cpu.stat': 'nr_periods 40\nnr_throttled 7\nthrottled_time 1500000000\n',
  'sys/fs/cgroup/cpu,cpuacct/cpuacct.usage': '2000000500000\n',
  'sys/fs/cgroup/memory/memory.usage_in_bytes': '157286400\n',
  'sys/fs/cgroup/memory/memory.limit_in_bytes': '268435456\n',
  'sys/fs/cgroup/memory/memory.oom_control': 'oom_kill_disable 0\nunder_oom 0\noom_kill 3\n',
  'sys/fs/cgroup/memory/memory.stat':
    'cache 1\nrss 1\ninactive_file 1\ntotal_cache 41943040\ntotal_rss 104857600\ntotal_inactive_file 20971520\n',
  'sys/fs/cgroup/pids/pids.current': '23\n',
  'sys/fs/cgroup/pids/pids.max': 'max\n',
};

/** The rest of /proc that is read. */
export const PROC: Tree = {
  'proc/self/limits': `Limit                     Soft Limit           Hard Limit           Units
Max cpu time              unlimited            unlimited            seconds
Max open files            20000                1048576              files
Max locked memory         8388608              8388608              bytes
`,
  'proc/net/snmp': `Ip: Forwarding DefaultTTL
Ip: 1 64
Tcp: RtoAlgorithm RtoMin RtoMax MaxConn ActiveOpens PassiveOpens AttemptFails EstabResets CurrEstab InSegs OutSegs RetransSegs InErrs OutRsts InCsumErrors
Tcp: 1 200 120000 -1 101 102 3 4 5 1000 1001 42 6 7 0
Udp: InDatagrams NoPorts
Udp: 9 9
`,
  'proc/net/netstat': `TcpExt: SyncookiesSent ListenOverflows ListenDrops TCPTimeouts 
TcpExt: 0 11 12 13
IpExt: InNoRoutes ListenOverflows
IpExt: 0 99
`,
  'proc/sys/net/core/somaxconn': '4096\n',
  'proc/sys/net/ipv4/ip_local_port_range': '32768\t60999\n',
  'proc/self/fd/0': '',
  'proc/self/fd/1': '',
  'proc/self/fd/2': '',
  'proc/self/fd/17': '',
};
