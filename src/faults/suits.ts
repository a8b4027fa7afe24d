/** Which protocols can have which faults. What an answer's frames can be made to do, its owner says (`TransportFaults.arm`). */

import type { FaultPlan, TransportFault } from './fault.ts';

export type FaultProtocol = 'gRPC' | 'HTTP/2' | 'HTTP/1.1';

/** Of messages and trailers as gRPC has them. */
const OF_GRPC: ReadonlySet<TransportFault['kind']> = new Set<TransportFault['kind']>([
  'NO_GRPC_STATUS',
  'TRAILERS_ONLY',
  'TRUNCATED_MESSAGE',
  'WRONG_LENGTH',
]);

/** All others are made of frames. */
const OF_TCP: ReadonlySet<TransportFault['kind']> = new Set<TransportFault['kind']>(['FIN', 'TCP_RST', 'SILENCE']);

/** @returns why a call of `protocol` cannot have all of the plan, in words for who asked; undefined where it can */
export function unsuited(plan: FaultPlan, protocol: FaultProtocol): string | undefined {
  return unsuitedStatus(plan, protocol) ?? unsuitedTransport(plan, protocol);
}

function unsuitedStatus({ application: { status = [] } }: FaultPlan, protocol: FaultProtocol): string | undefined {
  const other = status.find(({ value }) => (value.kind === 'GRPC') !== (protocol === 'gRPC'));
  if (other === undefined) return undefined;
  if (protocol === 'gRPC') {
    return `status ${other.value.code} of HTTP came on a gRPC call, expected one of gRPC, or html=${other.value.code}`;
  }
  return `status ${other.value.code} of gRPC came on an HTTP request, expected one from 200 to 599`;
}

function unsuitedTransport({ transport }: FaultPlan, protocol: FaultProtocol): string | undefined {
  for (const { kind } of transport) {
    const name = kind.toLowerCase();
    if (protocol !== 'gRPC' && OF_GRPC.has(kind)) return `${name} came on an HTTP request, expected on a gRPC call`;
    if (protocol === 'HTTP/1.1' && !OF_TCP.has(kind)) return `${name} came on HTTP/1.1, expected on HTTP/2`;
  }
  return undefined;
}
