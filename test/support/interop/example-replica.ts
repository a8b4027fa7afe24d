/** A replica of an example, as its admin port tells of it. */

import { parseExposition } from '../prometheus-text.ts';
import type { Example } from './example.ts';
import type { Replica } from './example-ports.ts';

/** Echo calls that it has answered with OK, by its own metrics: since its process began. */
export async function echoesOf({ ports }: Example, n: Replica): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${ports.replicaAdmin(n)}/metrics`)).text();
  const samples = parseExposition(text, 'text').get('grpc_server_handled_total')?.samples ?? [];
  const echo = samples.find(({ labels }) => labels.get('grpc_method') === 'Echo' && labels.get('grpc_code') === 'OK');
  return echo?.value ?? 0;
}

/** @param fault in the vocabulary of docs/faults.md; undefined: none any more */
export async function setFault({ ports }: Example, n: Replica, fault: string | undefined): Promise<void> {
  const change = fault === undefined ? { method: 'DELETE' } : { method: 'PUT', body: fault };
  const response = await fetch(`http://127.0.0.1:${ports.replicaAdmin(n)}/api/faults`, change);
  if (!response.ok) throw new Error(`/api/faults of replica ${n}: ${response.status} ${await response.text()}`);
}

/** What a probe is told. */
export async function isReady({ ports }: Example, n: Replica): Promise<boolean> {
  return (await fetch(`http://127.0.0.1:${ports.replicaHttp(n)}/readyz`)).ok;
}
