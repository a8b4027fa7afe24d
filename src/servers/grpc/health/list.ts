/** grpc.health.v1.Health/List: the status of every service. */

import type { HealthHandlers } from '../../../gen/grpc/health/v1/Health.ts';
import type { HealthRegistry } from '../../health-registry.ts';

export function createList(registry: HealthRegistry): HealthHandlers['List'] {
  return (_call, reply) => {
    const statuses = [...registry.statuses()].map(([service, status]) => [service, { status }] as const);
    reply(null, { statuses: Object.fromEntries(statuses) });
  };
}
