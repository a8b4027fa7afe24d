import type { ReplicaFaults } from '../faults/replica-faults.ts';
import { Refusal } from './refusal.ts';

/** What the admin API has of them. */
export type SettableFaults = Pick<ReplicaFaults, 'text' | 'set' | 'clear'>;

/** @throws Refusal, and then nothing has changed */
export function setFault(faults: SettableFaults, text: string): void {
  const refusal = faults.set(text);
  if (refusal !== undefined) throw new Refusal(400, refusal);
}
