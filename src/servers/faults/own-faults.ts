import type { FaultPlan } from '../../faults/fault.ts';
import { parseFault } from '../../faults/parse-fault.ts';
import { parseRpcBehavior } from '../../faults/parse-rpc-behavior.ts';

/** Header field and query parameter. */
export const FAULT_NAME = 'x-sre-fault';

/** The metadata of the xDS test servers. */
export const RPC_BEHAVIOR_NAME = 'rpc-behavior';

/** What a request asks for itself. */
export interface OwnFaults {
  /** Each text of the vocabulary that came. */
  readonly texts: readonly string[];
  readonly rpcBehavior?: string | undefined;
}

export type ReadFaults =
  | { readonly plans: readonly FaultPlan[]; readonly refused?: undefined }
  | { readonly plans?: undefined; readonly refused: string };

/** Never throws. @returns plans in the order in which they apply; none where nothing was asked for */
export function readOwnFaults({ texts, rpcBehavior }: OwnFaults): ReadFaults {
  const [text, another] = texts;
  if (another !== undefined) {
    return { refused: `${FAULT_NAME} came ${texts.length} times, expected once, with its terms separated by ;` };
  }
  const plans: FaultPlan[] = [];
  if (text !== undefined) {
    const { plan, refused } = parseFault(text);
    if (refused !== undefined) return { refused };
    plans.push(plan);
  }
  if (rpcBehavior === undefined) return { plans };
  const behavior = parseRpcBehavior(rpcBehavior);
  return behavior.refused === undefined ? { plans: [...plans, ...behavior.plans] } : behavior;
}

/** @param raw name, value, name, value, … @returns the values of a name, which is in lower case */
export function valuesOf(raw: readonly string[], name: string): string[] {
  const values: string[] = [];
  for (let i = 0; i + 1 < raw.length; i += 2) if (raw[i]?.toLowerCase() === name) values.push(raw[i + 1] ?? '');
  return values;
}
