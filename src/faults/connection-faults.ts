/** Faults of a replica need no request: what they do to a connection, they do to each new one. */

import type { FaultPlan, TransportFault } from './fault.ts';

/** Of a connection whatever their scope. */
const OF_CONNECTIONS: ReadonlySet<TransportFault['kind']> = new Set<TransportFault['kind']>([
  'HOLD_SETTINGS_ACK',
  'HOLD_PING_ACK',
  'SETTINGS',
  'PING_FLOOD',
]);

/** Whether it happens to a connection by itself, without a request to happen to. */
function isOfConnection(fault: TransportFault): boolean {
  if (OF_CONNECTIONS.has(fault.kind)) return true;
  if (fault.scope === 'STREAM') return false;
  return fault.kind === 'HOLD_WINDOW_UPDATE' || ('stage' in fault && fault.stage.at === 'ONCE');
}

/** What is for each connection of what was asked for a whole replica. */
export function perConnection({ transport }: FaultPlan): TransportFault[] {
  return transport.filter(isOfConnection).map((fault) => ({ ...fault, scope: 'CONNECTION' }));
}

/**
 * What is left for each call of what was asked for a whole replica. Each call asks for itself, so that exempt ones on the same
 * connection have none.
 */
export function perCall(plan: FaultPlan): FaultPlan {
  const transport = plan.transport.filter((fault) => !isOfConnection(fault));
  return { ...plan, transport: transport.map((fault) => ({ ...fault, scope: 'STREAM' })) };
}
