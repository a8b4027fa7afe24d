/** The Envoy of examples/envoy, as its admin port tells of it. */

import type { Example } from './example.ts';
import { REPLICAS, type Replica } from './example-ports.ts';

export type Cluster = 'grpc' | 'http';

/** Why a host is out of rotation, in Envoy's words: `failed_active_health_check`, `failed_outlier_check`. Of none: it is in. */
export type Reasons = readonly string[];

interface ClustersReply {
  readonly cluster_statuses: readonly {
    readonly name: string;
    readonly host_statuses: readonly {
      readonly address: { readonly socket_address: { readonly port_value: number } };
      readonly health_status: { readonly [reason: string]: unknown };
    }[];
  }[];
}

export async function rotationOf(example: Example, cluster: Cluster): Promise<ReadonlyMap<Replica, Reasons>> {
  const reply = await fetch(`http://127.0.0.1:${example.ports.admin}/clusters?format=json`);
  const { cluster_statuses: clusters }: ClustersReply = await reply.json();
  const hosts = clusters.find(({ name }) => name === cluster)?.host_statuses ?? [];
  const port = cluster === 'grpc' ? example.ports.replicaGrpc : example.ports.replicaHttp;
  return new Map(
    REPLICAS.map((n) => {
      const host = hosts.find(({ address }) => address.socket_address.port_value === port(n));
      if (host === undefined) throw new Error(`Envoy knows nothing of replica ${n} in cluster ${cluster}`);
      return [n, Object.keys(host.health_status).filter((reason) => host.health_status[reason] === true)];
    }),
  );
}

/** A counter or gauge. @throws when there is none of that name */
export async function statOf({ ports }: Example, name: string): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${ports.admin}/stats?filter=^${name}$`)).text();
  const value = /: (\d+)$/m.exec(text)?.[1];
  if (value === undefined) throw new Error(`Envoy has no ${name}: ${text}`);
  return Number(value);
}
