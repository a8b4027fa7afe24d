/** Health as the admin API tells and sets it. */

import { type HealthRegistry, type ServingStatus, unknownService, WHOLE_SERVER } from '../health-registry.ts';
import { Refusal } from './refusal.ts';

export interface Serving {
  /** What /readyz tells: the server as a whole. */
  readonly ready: boolean;
  /** By full name; the empty name is the server as a whole, as in grpc.health.v1. */
  readonly services: Readonly<Record<string, ServingStatus>>;
}

const SETTABLE = ['SERVING', 'NOT_SERVING'] as const;

export function servingOf(registry: HealthRegistry): Serving {
  return { ready: registry.statusOf(WHOLE_SERVER) === 'SERVING', services: Object.fromEntries(registry.statuses()) };
}

/**
 * @param service undefined: the server as a whole and each service
 * @throws Refusal, and then nothing has changed
 */
export function setServing(registry: HealthRegistry, service: string | undefined, status: string): Serving {
  const settable = SETTABLE.find((each) => each === status);
  if (settable === undefined) {
    throw new Refusal(400, `status ${JSON.stringify(status)} came: expected ${SETTABLE.join(' or ')}`);
  }
  if (service !== undefined && registry.statusOf(service) === undefined) {
    throw new Refusal(404, unknownService(service, registry));
  }
  if (registry.isShutDown) throw new Refusal(409, 'the server stops: its health stays NOT_SERVING');
  if (service === undefined) registry.setAll(settable);
  else registry.set(service, settable);
  return servingOf(registry);
}
