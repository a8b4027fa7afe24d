// Original file: protos/sre/trace/v1/connection.proto

import type { Http2SideState as _sre_trace_v1_Http2SideState, Http2SideState__Output as _sre_trace_v1_Http2SideState__Output } from '../../../sre/trace/v1/Http2SideState.ts';

export interface Http2State {
  'client'?: (_sre_trace_v1_Http2SideState | null);
  'server'?: (_sre_trace_v1_Http2SideState | null);
}

export interface Http2State__Output {
  'client': (_sre_trace_v1_Http2SideState__Output | null);
  'server': (_sre_trace_v1_Http2SideState__Output | null);
}
