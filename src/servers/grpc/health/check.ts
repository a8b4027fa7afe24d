/** grpc.health.v1.Health/Check: the status now. */

import { status } from '@grpc/grpc-js';

import type { HealthHandlers } from '../../../gen/grpc/health/v1/Health.ts';
import { type HealthRegistry, unknownService } from '../../health-registry.ts';

export function createCheck(registry: HealthRegistry): HealthHandlers['Check'] {
  return (call, reply) => {
    const { service } = call.request;
    const serving = registry.statusOf(service);
    if (serving === undefined) reply({ code: status.NOT_FOUND, details: unknownService(service, registry) });
    else reply(null, { status: serving });
  };
}
