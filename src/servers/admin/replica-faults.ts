import { Refusal } from './refusal.ts';

/** The fault that every call to this replica meets, as the admin API sees it. */
export interface ReplicaFaults {
  /** As it was set; undefined: none. */
  readonly text: string | undefined;
  /** @returns why it is refused, and then nothing has changed; undefined where it holds from now on */
  set(text: string): string | undefined;
  clear(): void;
}

/** @throws Refusal, and then nothing has changed */
export function setFault(faults: ReplicaFaults, text: string): void {
  const refusal = faults.set(text);
  if (refusal !== undefined) throw new Refusal(400, refusal);
}
