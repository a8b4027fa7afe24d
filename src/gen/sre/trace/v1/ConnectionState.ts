// Original file: protos/sre/trace/v1/connection.proto

import type { ConnectionSummary as _sre_trace_v1_ConnectionSummary, ConnectionSummary__Output as _sre_trace_v1_ConnectionSummary__Output } from '../../../sre/trace/v1/ConnectionSummary.ts';
import type { Http2State as _sre_trace_v1_Http2State, Http2State__Output as _sre_trace_v1_Http2State__Output } from '../../../sre/trace/v1/Http2State.ts';
import type { StreamState as _sre_trace_v1_StreamState, StreamState__Output as _sre_trace_v1_StreamState__Output } from '../../../sre/trace/v1/StreamState.ts';

export interface ConnectionState {
  'summary'?: (_sre_trace_v1_ConnectionSummary | null);
  'http2'?: (_sre_trace_v1_Http2State | null);
  'streams'?: (_sre_trace_v1_StreamState)[];
}

export interface ConnectionState__Output {
  'summary': (_sre_trace_v1_ConnectionSummary__Output | null);
  'http2': (_sre_trace_v1_Http2State__Output | null);
  'streams': (_sre_trace_v1_StreamState__Output)[];
}
