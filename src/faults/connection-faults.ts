/** Which faults are done to a connection, and which to the answers on it. */

import type { FaultPlan, TransportFault } from './fault.ts';

/** Of a connection whatever their scope. */
const ALWAYS_OF_CONNECTIONS: ReadonlySet<TransportFault['kind']> = new Set<TransportFault['kind']>([
  'HOLD_SETTINGS_ACK',
  'HOLD_PING_ACK',
  'SETTINGS',
  'PING_FLOOD',
]);

/** They end the connection, or say that it ends, also where one stream asked for it. */
const ENDS: ReadonlySet<TransportFault['kind']> = new Set<TransportFault['kind']>(['GOAWAY', 'FIN', 'TCP_RST']);

/** Whether it is done to answers, and not to the connection. */
export function isOfStreams({ kind, scope }: TransportFault): boolean {
  return !ALWAYS_OF_CONNECTIONS.has(kind) && (kind !== 'HOLD_WINDOW_UPDATE' || scope === 'STREAM');
}

/** Whether it can be asked for by a stream alone: there is nothing else that it could happen to. */
export function needsStream(fault: TransportFault): boolean {
  if (fault.scope === 'CONNECTION' || ALWAYS_OF_CONNECTIONS.has(fault.kind)) return false;
  return !(ENDS.has(fault.kind) && isAtOnce(fault));
}

/** Whether it happens to a connection by itself, without a request to happen to: faults of a replica need none. */
function isOfConnection(fault: TransportFault): boolean {
  if (ALWAYS_OF_CONNECTIONS.has(fault.kind)) return true;
  if (fault.scope === 'STREAM') return false;
  return fault.kind === 'HOLD_WINDOW_UPDATE' || isAtOnce(fault);
}

function isAtOnce(fault: TransportFault): boolean {
  return 'stage' in fault && fault.stage.at === 'ONCE';
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
