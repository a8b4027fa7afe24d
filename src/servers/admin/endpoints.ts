/** The endpoints of the admin server, one file for each path. */

import type { HealthRegistry } from '../health-registry.ts';
import { createConnectionEndpoints } from './connections.ts';
import type { AdminEndpoint } from './endpoint.ts';
import { createFaultEndpoints } from './faults.ts';
import { createHealthEndpoints } from './health.ts';
import { createIndexPage } from './index-page.ts';
import type { SettableFaults } from './set-fault.ts';
import { createTraceConfigEndpoints } from './trace-config.ts';
import type { Tracing } from './tracing.ts';

export interface AdminOptions {
  readonly health: HealthRegistry;
  readonly faults: SettableFaults;
  readonly tracing: Tracing;
}

export function createAdminEndpoints({ health, faults, tracing }: AdminOptions): readonly AdminEndpoint[] {
  const endpoints = [
    ...createConnectionEndpoints(tracing.connections),
    ...createTraceConfigEndpoints(tracing.recording),
    ...createHealthEndpoints(health),
    ...createFaultEndpoints(faults),
  ];
  return [createIndexPage(endpoints), ...endpoints];
}
