/** What the traffic felt between two looks at the place: calls that waited, and PINGs, which no handler holds up. */

import type { PlaceChange, TrafficFacts } from '../../facts/place.ts';
import { milliseconds } from '../words.ts';

/** The longest time that a client waited for us; calls that wait on purpose are among them. */
export function longestWaitMs({ slowestFirstByteMs, slowestPingMs }: TrafficFacts): number {
  return Math.max(slowestFirstByteMs, slowestPingMs);
}

/** "In that time the slowest of 40 calls waited 650 ms for the head of its response, and a PING 600 ms for its ACK." */
export function feltWords({ calls, slowestFirstByteMs, slowestPingMs }: TrafficFacts): string {
  const call = `${calls === 1 ? 'a call' : `the slowest of ${calls} calls`} waited ${milliseconds(slowestFirstByteMs)} for the head of its response`;
  const ping = `a PING ${slowestFirstByteMs > 0 ? '' : 'waited '}${milliseconds(slowestPingMs)} for its ACK`;
  const parts = [...(slowestFirstByteMs > 0 ? [call] : []), ...(slowestPingMs > 0 ? [ping] : [])];
  return parts.length === 0 ? '' : ` In that time ${parts.join(', and ')}.`;
}

/** `seq` of what waited longest. */
export function feltEvidence({ evidence }: TrafficFacts): readonly number[] {
  return evidence.toSorted((one, other) => one - other);
}

/** "5 s" */
export function spanWords({ before, now }: PlaceChange): string {
  return milliseconds((now.time - before.time) / 1_000);
}
