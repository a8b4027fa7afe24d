/** The HAProxy of examples/haproxy, as its statistics tell of it. */

import type { Example } from './example.ts';
import type { Replica } from './example-ports.ts';

/** A `listen` section of examples/haproxy/haproxy.cfg. */
export type Section = 'grpc' | 'grpc_tcp' | 'grpc_tcp_cut' | 'http';

export interface ServerState {
  /** `UP`, `UP 1/3` on its way down, `DOWN`, `DOWN 1/2`, `NOLB`. */
  readonly status: string;
  /** Connections that it has in `mode tcp`, calls in `mode http`. */
  readonly sessions: number;
  /** How often it went from up to down. */
  readonly downs: number;
}

export async function stateOf({ ports }: Example, section: Section, n: Replica): Promise<ServerState> {
  const text = await (await fetch(`http://127.0.0.1:${ports.admin}/;csv`)).text();
  const [head = '', ...rows] = text.split('\n').map((line) => line.split(','));
  const row = rows.find(([proxy, server]) => proxy === section && server === `replica-${n}`);
  if (row === undefined || head === '') throw new Error(`HAProxy knows nothing of replica ${n} in ${section}: ${text}`);
  const field = (name: string) => row[head.indexOf(name)] ?? '';
  return { status: field('status'), sessions: Number(field('scur')), downs: Number(field('chkdown')) };
}
