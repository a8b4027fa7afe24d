/**
 * The methods of grpc.health.v1.Health, one file each.
 *
 * Our own and not the package grpc-health-check: that keeps an entry for every service name a peer ever watched, has no
 * limit of watchers, writes past back-pressure, repeats a status that has not changed, and cannot end a watch at a drain.
 */

import type { HealthHandlers } from '../../../gen/grpc/health/v1/Health.ts';
import type { HealthRegistry } from '../../health-registry.ts';
import { createCheck } from './check.ts';
import { createList } from './list.ts';
import { createWatch } from './watch.ts';

export function createHealthMethods(registry: HealthRegistry): HealthHandlers {
  return { Check: createCheck(registry), List: createList(registry), Watch: createWatch(registry) };
}
