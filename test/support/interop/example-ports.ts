/** The ports of an example, as examples/common.sh gives them out, and a base whose ports are free. */

import { createServer } from 'node:net';

export type Replica = 1 | 2 | 3;
export const REPLICAS: readonly Replica[] = [1, 2, 3];

export interface ExamplePorts {
  readonly base: number;
  /** The proxy's. */
  readonly grpc: number;
  readonly http: number;
  readonly admin: number;
  replicaGrpc(n: Replica): number;
  replicaHttp(n: Replica): number;
  replicaAdmin(n: Replica): number;
}

export function portsOf(base: number): ExamplePorts {
  return {
    base,
    grpc: base,
    http: base + 1,
    admin: base + 9,
    replicaGrpc: (n) => base + 10 + n,
    replicaHttp: (n) => base + 20 + n,
    replicaAdmin: (n) => base + 30 + n,
  };
}

/** Below those that the kernel gives to clients (32768 and up), so that no connection of a test takes one in between. */
const BASES = { first: 12_000, count: 500, width: 40 };

/** By the process first: tests that run at the same time rarely begin with the same one. */
export async function freePortBase(): Promise<number> {
  for (let attempt = 0; attempt < BASES.count; attempt++) {
    const base = BASES.first + ((process.pid + attempt) % BASES.count) * BASES.width;
    const free = await Promise.all(Array.from({ length: BASES.width }, (_, offset) => isFree(base + offset)));
    if (free.every(Boolean)) return base;
  }
  throw new Error('no free ports for an example');
}

export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
