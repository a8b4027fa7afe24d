/** The endpoints of the admin server, one file for each path. */

import type { Place } from '../../place/place.ts';
import type { HealthRegistry } from '../health-registry.ts';
import type { Identity } from '../identity.ts';
import type { MetricsText } from '../metrics-text.ts';
import { createConnectionEndpoints } from './connections.ts';
import type { AdminEndpoint } from './endpoint.ts';
import { createEnvEndpoints } from './env.ts';
import { createFaultEndpoints } from './faults.ts';
import { createHealthEndpoints } from './health.ts';
import { createIndexPage } from './index-page.ts';
import { createMetricsEndpoint } from './metrics.ts';
import type { SettableFaults } from './set-fault.ts';
import type { TraceDelivery } from './trace/delivery.ts';
import { createExportEndpoint } from './trace/export.ts';
import { createFindingsEndpoint } from './trace/findings.ts';
import { createLiveEndpoint } from './trace/live.ts';
import { createStreamsEndpoint } from './trace/streams.ts';
import { createTraceConfigEndpoints } from './trace-config.ts';
import type { Tracing } from './tracing.ts';

export interface AdminOptions {
  readonly health: HealthRegistry;
  readonly faults: SettableFaults;
  readonly tracing: Tracing;
  readonly delivery: TraceDelivery;
  readonly identity: Identity;
  readonly readPlace: () => Promise<Place>;
  readonly metrics: MetricsText;
}

export function createAdminEndpoints(options: AdminOptions): readonly AdminEndpoint[] {
  const { health, faults, tracing, delivery, identity, readPlace, metrics } = options;
  const endpoints = [
    createExportEndpoint(delivery),
    createLiveEndpoint(delivery),
    ...createConnectionEndpoints(tracing.connections),
    createStreamsEndpoint(tracing.connections, delivery),
    createFindingsEndpoint(() => tracing.findings()),
    ...createTraceConfigEndpoints(tracing.recording),
    createMetricsEndpoint(metrics),
    ...createEnvEndpoints(identity, readPlace),
    ...createHealthEndpoints(health),
    ...createFaultEndpoints(faults),
  ];
  return [createIndexPage(endpoints), ...endpoints];
}
