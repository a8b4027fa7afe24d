/** The faults of one server process: what calls bring themselves, and what the replica does to all others. */

import { perCall, perConnection } from '../../faults/connection-faults.ts';
import type { TransportFault } from '../../faults/fault.ts';
import { noTransportFaults, type TransportFaults } from '../../faults/transport-faults.ts';
import { applies, type Random } from './applies.ts';
import { enact, type FaultedCall, type FaultTools, type Verdict } from './enact.ts';
import { type OwnFaults, readOwnFaults } from './own-faults.ts';
import { createReplicaFaults, type ReplicaFaults } from './replica-faults.ts';
import { type Wait, waitOnTimer } from './wait.ts';

export interface CallFaultsOptions {
  /** What `hostname=` is compared with; in Kubernetes the name of the pod. Default: none, so that it never holds. */
  readonly hostname?: string;
  /** Default: none are set. */
  readonly replica?: ReplicaFaults;
  /** Default: none can be made. */
  readonly transport?: TransportFaults;
  /** Default: Math.random. */
  readonly random?: Random;
  /** Default: Node's timers. */
  readonly wait?: Wait;
}

export interface CallFaults {
  /** Whether calls that ask for nothing themselves have a fault. */
  readonly hasReplicaFault: boolean;
  /** Resolves when the server has something to do with the call. Never rejects. */
  enact(call: FaultedCall, own: OwnFaults): Promise<Verdict>;
  /** What the replica does to a connection that has just been accepted, drawn for each. */
  connectionFaults(): readonly TransportFault[];
}

export function createCallFaults(options: CallFaultsOptions = {}): CallFaults {
  const { replica = createReplicaFaults(), ...rest } = options;
  const tools: FaultTools = {
    hostname: rest.hostname ?? '',
    transport: rest.transport ?? noTransportFaults,
    random: rest.random ?? Math.random,
    wait: rest.wait ?? waitOnTimer,
  };
  return {
    get hasReplicaFault() {
      return replica.plan !== undefined;
    },
    async enact(call, own) {
      const { plans, refused } = readOwnFaults(own);
      if (refused !== undefined) return { do: 'REFUSE', reason: refused };
      return plans.length > 0 ? enact(plans, call, tools) : enactReplicaFaults(replica, call, tools);
    },
    connectionFaults() {
      const { plan } = replica;
      if (plan === undefined || !applies(plan.condition, { ...tools, attempt: 1 }, tools.random)) return [];
      return perConnection(plan);
    },
  };
}

/** Who calls has asked for nothing: a plan that is not for calls such as this one passes it by. */
async function enactReplicaFaults({ plan }: ReplicaFaults, call: FaultedCall, tools: FaultTools): Promise<Verdict> {
  const verdict = await enact(plan === undefined ? [] : [perCall(plan)], call, tools);
  return verdict.do === 'REFUSE' ? { do: 'GO_ON' } : verdict;
}
