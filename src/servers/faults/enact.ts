/** Does what plans ask for with one call. */

import type { ApplicationFault, FaultPlan, StatusFault } from '../../faults/fault.ts';
import { type FaultProtocol, unsuited } from '../../faults/suits.ts';
import type { FaultTarget, TransportFaults } from '../../faults/transport-faults.ts';
import { applies, type Random } from './applies.ts';
import { drawDelayMs, drawWeighted } from './draw.ts';
import type { Wait } from './wait.ts';

/** The call that something is to happen to. */
export interface FaultedCall {
  readonly protocol: FaultProtocol;
  /** Undefined where its connection has closed meanwhile. */
  readonly target: FaultTarget | undefined;
  /** From 1. */
  readonly attempt: number;
  /** Aborted when the call or its connection closes. */
  readonly gone: AbortSignal;
}

export interface FaultTools {
  /** Of the server. */
  readonly hostname: string;
  readonly transport: TransportFaults;
  readonly random: Random;
  readonly wait: Wait;
}

/** What the server must do with the call now. */
export type Verdict =
  | { readonly do: 'GO_ON' | 'KEEP_OPEN' }
  /** The client is gone. */
  | { readonly do: 'NOTHING' }
  | { readonly do: 'FAIL'; readonly status: StatusFault }
  /** The request is wrong, and nothing has been done. */
  | { readonly do: 'REFUSE'; readonly reason: string };

const GO_ON: Verdict = { do: 'GO_ON' };
const NOTHING: Verdict = { do: 'NOTHING' };

/**
 * Asks for the transport faults of all plans that apply, then does one plan after the other until one ends the call.
 * Resolves when there is something to do. Never rejects.
 */
export async function enact(plans: readonly FaultPlan[], call: FaultedCall, tools: FaultTools): Promise<Verdict> {
  for (const plan of plans) {
    const reason = unsuited(plan, call.protocol);
    if (reason !== undefined) return { do: 'REFUSE', reason };
  }
  const { hostname, random } = tools;
  const chosen = plans.filter(({ condition }) => applies(condition, { hostname, attempt: call.attempt }, random));
  const refused = arm(chosen, call, tools);
  if (refused !== undefined) return refused;
  for (const { application } of chosen) {
    const verdict = await enactApplication(application, call, tools);
    if (verdict !== undefined) return verdict;
  }
  return call.gone.aborted ? NOTHING : GO_ON;
}

function arm(plans: readonly FaultPlan[], { target }: FaultedCall, { transport }: FaultTools): Verdict | undefined {
  const faults = plans.flatMap((plan) => plan.transport);
  if (faults.length === 0) return undefined;
  if (target === undefined) return NOTHING;
  const reason = transport.arm(target, faults);
  return reason === undefined ? undefined : { do: 'REFUSE', reason };
}

/** @returns undefined where the call is to go on */
async function enactApplication(
  { delay, status, keepOpen, succeed }: ApplicationFault,
  { gone }: FaultedCall,
  { random, wait }: FaultTools,
): Promise<Verdict | undefined> {
  const delayMs = delay === undefined ? 0 : drawDelayMs(delay, random);
  if (delayMs > 0) await wait(delayMs, gone);
  if (gone.aborted) return NOTHING;
  if (keepOpen) return { do: 'KEEP_OPEN' };
  if (succeed) return GO_ON;
  const drawn = drawWeighted(status ?? [], random);
  return drawn === undefined ? undefined : { do: 'FAIL', status: drawn };
}
