// Original file: protos/sre/trace/v1/trace.proto

import type { Rpc as _sre_trace_v1_Rpc, Rpc__Output as _sre_trace_v1_Rpc__Output } from '../../../sre/trace/v1/Rpc.ts';

export interface StreamOpened {
  'streamId'?: (number);
  'method'?: (string);
  'path'?: (string);
  'authority'?: (string);
  'rpc'?: (_sre_trace_v1_Rpc | null);
  'timeoutMs'?: (number | string);
  '_timeoutMs'?: "timeoutMs";
}

export interface StreamOpened__Output {
  'streamId': (number);
  'method': (string);
  'path': (string);
  'authority': (string);
  'rpc': (_sre_trace_v1_Rpc__Output | null);
  'timeoutMs'?: (number);
}
