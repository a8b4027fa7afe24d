/** HAProxy in front of our server: each of its listeners forwards in its own way, for example with a PROXY protocol header in front. */

import { writeFileSync } from 'node:fs';
import { type Daemon, freePort, startDaemon } from './daemon.ts';
import type { Scratch } from './scratch.ts';

export interface Forward {
  readonly to: number;
  /** What follows `server` in its configuration: `send-proxy`, `send-proxy-v2`, `check`, `proto h2`. Default: nothing. */
  readonly options?: string;
  /** What follows `bind`: `proto h2`. Default: nothing. */
  readonly bind?: string;
  /** More of its `listen` section: `mode http`, `timeout client 1s`. */
  readonly lines?: readonly string[];
}

export interface HaProxy extends Daemon {
  /** In the order of the forwards. */
  readonly ports: readonly number[];
}

/** @throws when it is not installed, refuses its configuration, or does not listen in time */
export async function startHaProxy(scratch: Scratch, forwards: readonly Forward[]): Promise<HaProxy> {
  const ports = await Promise.all(forwards.map(freePort));
  const file = scratch.path('haproxy.cfg');
  writeFileSync(file, configuration(forwards, ports));
  const daemon = await startDaemon({ name: 'haproxy', command: ['haproxy', '-db', '-f', file], ports });
  return { ...daemon, ports };
}

function configuration(forwards: readonly Forward[], ports: readonly number[]): string {
  const defaults = ['defaults', ' mode tcp', ' timeout connect 5s', ' timeout client 20s', ' timeout server 20s'];
  const listeners = forwards.flatMap(({ to, options = '', bind = '', lines = [] }, n) => [
    `listen l${n}`,
    ` bind 127.0.0.1:${ports[n]} ${bind}`,
    ` server s 127.0.0.1:${to} ${options}`,
    ...lines.map((line) => ` ${line}`),
  ]);
  return [...defaults, ...listeners, ''].join('\n');
}
