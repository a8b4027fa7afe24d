import type { FaultPlan } from '../../faults/fault.ts';
import { parseFault } from '../../faults/parse-fault.ts';

/** What the whole replica does to each call that brings no fault of its own, until it is cleared. */
export interface ReplicaFaults {
  /** As it was set. */
  readonly text: string | undefined;
  readonly plan: FaultPlan | undefined;
  /** @returns why it is refused, in words for who asked, and then what was set before stays */
  set(text: string): string | undefined;
  clear(): void;
}

export function createReplicaFaults(): ReplicaFaults {
  let current: { readonly text: string; readonly plan: FaultPlan } | undefined;
  return {
    get text() {
      return current?.text;
    },
    get plan() {
      return current?.plan;
    },
    set(text) {
      const { plan, refused } = parseFault(text);
      if (plan !== undefined) current = { text, plan };
      return refused;
    },
    clear() {
      current = undefined;
    },
  };
}
