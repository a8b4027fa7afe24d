/** What faults are enacted with, under the control of a test: dice, clock, and an owner of bytes that keeps what it was asked. */

import type { TransportFault } from '../../../src/faults/fault.ts';
import type { FaultTarget, TransportFaults } from '../../../src/faults/transport-faults.ts';
import type { Wait } from '../../../src/servers/faults/wait.ts';

export interface FakeClock {
  readonly wait: Wait;
  /** Of the waits that are not over yet, in milliseconds. */
  readonly waiting: readonly number[];
  /** Resolves when there are so many. */
  reached(count: number): Promise<void>;
  /** Ends all waits. */
  pass(): void;
}

export function fakeClock(): FakeClock {
  const waits = new Map<() => void, number>();
  let onChange = () => {};
  return {
    wait: (milliseconds, gone) =>
      new Promise((resolve) => {
        const end = () => {
          waits.delete(end);
          onChange();
          resolve();
        };
        waits.set(end, milliseconds);
        gone.addEventListener('abort', end);
        onChange();
      }),
    get waiting() {
      return [...waits.values()];
    },
    reached: (count) =>
      new Promise((resolve) => {
        onChange = () => {
          if (waits.size === count) resolve();
        };
        onChange();
      }),
    pass() {
      for (const end of [...waits.keys()]) end();
    },
  };
}

export interface FakeTransport extends TransportFaults {
  readonly armed: readonly { readonly target: FaultTarget; readonly faults: readonly TransportFault[] }[];
}

/** @param refuse what `arm` says */
export function fakeTransport(refuse?: string): FakeTransport {
  const armed: { target: FaultTarget; faults: readonly TransportFault[] }[] = [];
  return {
    armed,
    arm(target, faults) {
      armed.push({ target, faults });
      return refuse;
    },
  };
}
