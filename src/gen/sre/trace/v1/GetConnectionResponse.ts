// Original file: protos/sre/trace/v1/trace_service.proto

import type { ConnectionState as _sre_trace_v1_ConnectionState, ConnectionState__Output as _sre_trace_v1_ConnectionState__Output } from '../../../sre/trace/v1/ConnectionState.ts';

export interface GetConnectionResponse {
  'connection'?: (_sre_trace_v1_ConnectionState | null);
}

export interface GetConnectionResponse__Output {
  'connection': (_sre_trace_v1_ConnectionState__Output | null);
}
