/** ListConnections and GetConnection of sre.trace.v1.TraceService: the same as /api/connections. */

import type { UntypedServiceImplementation } from '@grpc/grpc-js';

import type { GetConnectionRequest__Output } from '../../../gen/sre/trace/v1/GetConnectionRequest.ts';
import type { ConnectionSummary } from '../../../trace/connection-state.ts';
import { connectionOf } from '../connections.ts';
import type { WatchedConnections } from '../tracing.ts';
import { timestamp } from './timestamp.ts';
import { unary } from './unary.ts';

export function createConnectionMethods(connections: WatchedConnections): UntypedServiceImplementation {
  return {
    ListConnections: unary(() => ({ connections: connections.summaries().map(summaryMessage) })),
    GetConnection: unary(({ conn }: GetConnectionRequest__Output) => {
      const { summary, ...rest } = connectionOf(connections, conn);
      return { connection: { summary: summaryMessage(summary), ...rest } };
    }),
  };
}

/** What it has under the names of the schema stays as it is. */
function summaryMessage({ openedAt, ...rest }: ConnectionSummary): object {
  return { openedAt: timestamp(openedAt), ...rest };
}
