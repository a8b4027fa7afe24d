import type { FaultCondition } from '../../faults/fault.ts';

/** From 0 to below 1. */
export type Random = () => number;

export interface Attempt {
  /** Of the server. */
  readonly hostname: string;
  /** Of the call, from 1. */
  readonly attempt: number;
}

/** Whether all conditions hold. Host names are compared without case, RFC 4343 §3. */
export function applies(condition: FaultCondition, { hostname, attempt }: Attempt, random: Random): boolean {
  if (condition.hostname !== undefined && condition.hostname.toLowerCase() !== hostname.toLowerCase()) return false;
  if (condition.untilAttempt !== undefined && attempt >= condition.untilAttempt) return false;
  if (condition.attempt !== undefined && attempt !== condition.attempt) return false;
  return condition.percent === undefined || random() * 100 < condition.percent;
}
