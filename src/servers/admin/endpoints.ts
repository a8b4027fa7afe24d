/** The endpoints of the admin server, one file for each path. */

import type { HealthRegistry } from '../health-registry.ts';
import type { AdminEndpoint } from './endpoint.ts';
import { createFaultEndpoints } from './faults.ts';
import { createHealthEndpoints } from './health.ts';
import { createIndexPage } from './index-page.ts';
import type { SettableFaults } from './set-fault.ts';

export interface AdminOptions {
  readonly health: HealthRegistry;
  readonly faults: SettableFaults;
}

export function createAdminEndpoints({ health, faults }: AdminOptions): readonly AdminEndpoint[] {
  const endpoints = [...createHealthEndpoints(health), ...createFaultEndpoints(faults)];
  return [createIndexPage(endpoints), ...endpoints];
}
