/** grpc.health.v1.Health/Check: the status now. */

import { status } from '@grpc/grpc-js';

import type { HealthHandlers } from '../../../gen/grpc/health/v1/Health.ts';
import type { HealthRegistry } from '../../health-registry.ts';

/** Of the name that came, in an error message, which is a header field: full names of services are shorter. */
const MAX_SHOWN_CHARACTERS = 200;

export function createCheck(registry: HealthRegistry): HealthHandlers['Check'] {
  return (call, reply) => {
    const { service } = call.request;
    const serving = registry.statusOf(service);
    if (serving === undefined) reply({ code: status.NOT_FOUND, details: unknownService(service, registry) });
    else reply(null, { status: serving });
  };
}

function unknownService(service: string, registry: HealthRegistry): string {
  const known = [...registry.statuses().keys()].map((name) => JSON.stringify(name)).join(', ');
  return `unknown service ${JSON.stringify(service.slice(0, MAX_SHOWN_CHARACTERS))}: expected one of ${known}`;
}
