/** Faults that happen at a stage of an answer, once. */

import type { Stage, TransportFault } from '../../faults/fault.ts';

export type StagedFault = Extract<TransportFault, { readonly stage: Stage }>;

export function isStaged(fault: TransportFault): fault is StagedFault {
  return 'stage' in fault;
}

/** The staged faults of one answer that have not happened yet. */
export class StagedFaults {
  #left: StagedFault[];

  constructor(faults: readonly TransportFault[]) {
    this.#left = faults.filter(isStaged);
  }

  /** Whether one waits for this: then DATA has to be cut there. */
  waitsFor(at: Stage['at']): boolean {
    return this.#left.some(({ stage }) => stage.at === at);
  }

  /** @param message the one that has just ended; @returns those that happen now, in the order in which they were asked for */
  take(at: Stage['at'], message?: number): readonly StagedFault[] {
    if (this.#left.length === 0) return [];
    const isDue = ({ stage }: StagedFault) =>
      stage.at === at && (stage.at !== 'AFTER_MESSAGE' || stage.message === message);
    const due = this.#left.filter(isDue);
    this.#left = this.#left.filter((fault) => !isDue(fault));
    return due;
  }
}
