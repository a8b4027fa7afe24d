import type { StatusObject } from '@grpc/grpc-js';

interface ClientCall {
  on(event: 'status', listener: (status: StatusObject) => void): unknown;
  on(event: 'error', listener: () => void): unknown;
}

/** How a call ends, well or not. `once` of Node rejects where it does not end well. */
export function endOf(call: ClientCall): Promise<StatusObject> {
  return new Promise((resolve) => {
    call.on('error', () => {});
    call.on('status', resolve);
  });
}
