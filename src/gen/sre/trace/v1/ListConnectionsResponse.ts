// Original file: protos/sre/trace/v1/trace_service.proto

import type { ConnectionSummary as _sre_trace_v1_ConnectionSummary, ConnectionSummary__Output as _sre_trace_v1_ConnectionSummary__Output } from '../../../sre/trace/v1/ConnectionSummary.ts';

export interface ListConnectionsResponse {
  'connections'?: (_sre_trace_v1_ConnectionSummary)[];
}

export interface ListConnectionsResponse__Output {
  'connections': (_sre_trace_v1_ConnectionSummary__Output)[];
}
