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
import { createPlaces } from './trace/places.ts';
import { createRingIndexEndpoint } from './trace/ring-index.ts';
import { createStreamsEndpoint } from './trace/streams.ts';
import { createTraceConfigEndpoints } from './trace-config.ts';
import type { Tracing } from './tracing.ts';
import { createAssetsEndpoint } from './web/assets.ts';
import { BUILT_FOLDER, readWebView } from './web/files.ts';
import { createHome } from './web/home.ts';

export interface AdminOptions {
  readonly health: HealthRegistry;
  readonly faults: SettableFaults;
  readonly tracing: Tracing;
  readonly delivery: TraceDelivery;
  readonly identity: Identity;
  readonly readPlace: () => Promise<Place>;
  readonly metrics: MetricsText;
  /** Of the web view. Default: where the build puts it. */
  readonly webFolder?: string;
}

/** @throws Error where the folder of the web view is another one */
export function createAdminEndpoints(options: AdminOptions): readonly AdminEndpoint[] {
  const { health, faults, tracing, delivery, identity, readPlace, metrics, webFolder = BUILT_FOLDER } = options;
  const places = createPlaces();
  const endpoints = [
    createExportEndpoint(delivery, places),
    createRingIndexEndpoint(delivery, places),
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
  const list = createIndexPage(endpoints);
  const web = readWebView(webFolder);
  return [createHome(web, list), list, ...endpoints, ...(web === undefined ? [] : [createAssetsEndpoint(web)])];
}
