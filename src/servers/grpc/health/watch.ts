/** grpc.health.v1.Health/Watch: the status now, and each change of it, until the client cancels or the server goes away. */

import { type ServerWritableStream, status } from '@grpc/grpc-js';

import type { HealthHandlers } from '../../../gen/grpc/health/v1/Health.ts';
import type { HealthCheckRequest__Output as HealthCheckRequest } from '../../../gen/grpc/health/v1/HealthCheckRequest.ts';
import type { HealthCheckResponse } from '../../../gen/grpc/health/v1/HealthCheckResponse.ts';
import { type HealthRegistry, MAX_WATCHERS, type ServingStatus, type Watcher } from '../../health-registry.ts';

type Call = ServerWritableStream<HealthCheckRequest, HealthCheckResponse>;

export function createWatch(registry: HealthRegistry): HealthHandlers['Watch'] {
  return (call) => {
    const stop = registry.watch(call.request.service, createWatcher(call));
    if (stop === undefined) {
      call.emit('error', { code: status.RESOURCE_EXHAUSTED, details: `more than ${MAX_WATCHERS} watchers` });
      return;
    }
    call.on('cancelled', stop);
  };
}

/** To a client that does not read, only the latest status is kept: the protocol promises no history. */
function createWatcher(call: Call): Watcher {
  let isBlocked = false;
  let held: HealthCheckResponse | undefined;

  const send = (response: HealthCheckResponse): void => {
    if (isBlocked) held = response;
    else isBlocked = !call.write(response);
  };
  call.on('drain', () => {
    isBlocked = false;
    const latest = held;
    held = undefined;
    if (latest !== undefined) send(latest);
  });

  return {
    onStatus: (serving: ServingStatus | undefined) => send({ status: serving ?? 'SERVICE_UNKNOWN' }),
    onShutdown() {
      if (held !== undefined) call.write(held);
      call.end();
    },
  };
}
