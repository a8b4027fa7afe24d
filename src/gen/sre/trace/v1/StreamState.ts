// Original file: protos/sre/trace/v1/connection.proto

import type { Rpc as _sre_trace_v1_Rpc, Rpc__Output as _sre_trace_v1_Rpc__Output } from '../../../sre/trace/v1/Rpc.ts';
import type { GrpcStatus as _sre_trace_v1_GrpcStatus, GrpcStatus__Output as _sre_trace_v1_GrpcStatus__Output } from '../../../sre/trace/v1/GrpcStatus.ts';
import type { Transfer as _sre_trace_v1_Transfer, Transfer__Output as _sre_trace_v1_Transfer__Output } from '../../../sre/trace/v1/Transfer.ts';
import type { Long } from '@grpc/proto-loader';

export interface StreamState {
  'conn'?: (string);
  'streamId'?: (number);
  'phase'?: (string);
  'method'?: (string);
  'path'?: (string);
  'authority'?: (string);
  'rpc'?: (_sre_trace_v1_Rpc | null);
  'timeoutMs'?: (number | string);
  'ageMs'?: (number | string);
  'httpStatus'?: (number);
  'grpcStatus'?: (_sre_trace_v1_GrpcStatus | null);
  'request'?: (_sre_trace_v1_Transfer | null);
  'response'?: (_sre_trace_v1_Transfer | null);
  'clientWindow'?: (number | string | Long);
  'serverWindow'?: (number | string | Long);
  '_timeoutMs'?: "timeoutMs";
  '_httpStatus'?: "httpStatus";
}

export interface StreamState__Output {
  'conn': (string);
  'streamId': (number);
  'phase': (string);
  'method': (string);
  'path': (string);
  'authority': (string);
  'rpc': (_sre_trace_v1_Rpc__Output | null);
  'timeoutMs'?: (number);
  'ageMs': (number);
  'httpStatus'?: (number);
  'grpcStatus': (_sre_trace_v1_GrpcStatus__Output | null);
  'request': (_sre_trace_v1_Transfer__Output | null);
  'response': (_sre_trace_v1_Transfer__Output | null);
  'clientWindow': (number);
  'serverWindow': (number);
}
