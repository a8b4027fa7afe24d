/** The admin server with a trace to deliver. */

import { type Client, credentials, makeClientConstructor } from '@grpc/grpc-js';

import type { TraceServiceClient } from '../../../../src/gen/sre/trace/v1/TraceService.ts';
import type { AccessOptions } from '../../../../src/servers/admin/access.ts';
import {
  ADMIN_FILES,
  LOAD_OPTIONS,
  loadProtos,
  serviceOf,
  TRACE_SERVICE,
} from '../../../../src/servers/grpc/protos.ts';
import { type RunningAdminServer, startAdminServer } from '../support.ts';
import { createDelivery, type Deliverable, type DeliveryOptions } from './delivery.ts';

export type RunningDelivery = RunningAdminServer & Deliverable;

export async function startDelivery(
  options?: DeliveryOptions,
  access?: Partial<AccessOptions>,
): Promise<RunningDelivery> {
  const deliverable = createDelivery(options);
  return { ...(await startAdminServer({ delivery: deliverable.delivery, ...access })), ...deliverable };
}

/** On a connection of its own. To be closed. */
export function traceClient({ listeners }: RunningAdminServer): TraceServiceClient {
  const Constructor = makeClientConstructor(serviceOf(loadProtos(LOAD_OPTIONS, ADMIN_FILES), TRACE_SERVICE), '');
  const client = new Constructor(`unix:${listeners.h2c.path}`, credentials.createInsecure(), {
    'grpc.use_local_subchannel_pool': 1,
  });
  return client as Client as TraceServiceClient;
}
