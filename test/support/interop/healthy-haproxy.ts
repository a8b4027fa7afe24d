/** HAProxy that speaks HTTP, and that checks; `haproxy.ts` is the one that forwards TCP. What is not named has its defaults. */

import { writeFileSync } from 'node:fs';
import { type Daemon, freePort, startDaemon } from './daemon.ts';
import type { Scratch } from './scratch.ts';

export interface HttpForward {
  readonly to: number;
  /** What follows `bind` and its address: `proto h2`. */
  readonly bind?: string;
  /** What follows `server` and its address: `proto h2`, `check inter 200ms`. */
  readonly server?: string;
  /** Other lines: `option httpchk GET /healthz`. */
  readonly lines?: readonly string[];
}

export interface HttpHaProxy extends Daemon {
  /** In the order of the forwards. */
  readonly ports: readonly number[];
  /** How the checks of each went, one after the other: "L4OK", "L7OK"; "" where there are none. @throws when one has ever failed */
  checks(): Promise<readonly string[]>;
}

/** @throws when it is not installed, refuses its configuration, or does not listen in time */
export async function startHttpHaProxy(scratch: Scratch, forwards: readonly HttpForward[]): Promise<HttpHaProxy> {
  const ports = await Promise.all(forwards.map(freePort));
  const statsPort = await freePort();
  const file = scratch.path('haproxy-http.cfg');
  writeFileSync(file, configuration(forwards, ports, statsPort));
  const command = ['haproxy', '-db', '-f', file] as const;
  const daemon = await startDaemon({ name: 'haproxy', command: [...command], ports: [...ports, statsPort] });
  return { ...daemon, ports, checks: () => checksOf(statsPort) };
}

/** The timeouts are those of the example in its manual, but for the one of clients, which is longer than any pause here. */
function configuration(forwards: readonly HttpForward[], ports: readonly number[], statsPort: number): string {
  const defaults = ['defaults', ' mode http', ' timeout connect 5s', ' timeout client 50s', ' timeout server 50s'];
  const listeners = forwards.flatMap(({ to, bind = '', server = '', lines = [] }, n) => [
    `listen l${n}`,
    ` bind 127.0.0.1:${ports[n]} ${bind}`,
    ...lines.map((line) => ` ${line}`),
    ` server s 127.0.0.1:${to} ${server}`,
  ]);
  const stats = ['listen stats', ` bind 127.0.0.1:${statsPort}`, ' stats enable', ' stats uri /'];
  return [...defaults, ...listeners, ...stats, ''].join('\n');
}

async function checksOf(statsPort: number): Promise<readonly string[]> {
  const answer = await fetch(`http://127.0.0.1:${statsPort}/;csv`);
  const [head = '', ...lines] = (await answer.text()).replace('# ', '').trim().split('\n');
  const columns = head.split(',');
  const cell = (line: string, name: string) => line.split(',')[columns.indexOf(name)] ?? '';
  const servers = lines.filter((line) => cell(line, 'svname') === 's');
  const failed = servers.filter((line) => Number(cell(line, 'chkfail')) > 0);
  if (failed.length > 0) throw new Error(`HAProxy, failed checks: ${failed.join('\n')}`);
  // "* L4OK": another one is under way.
  return servers.map((line) => cell(line, 'check_status').replace('* ', ''));
}
