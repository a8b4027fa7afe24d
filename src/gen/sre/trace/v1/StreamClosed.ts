// Original file: protos/sre/trace/v1/trace.proto

import type { GrpcStatus as _sre_trace_v1_GrpcStatus, GrpcStatus__Output as _sre_trace_v1_GrpcStatus__Output } from '../../../sre/trace/v1/GrpcStatus.ts';
import type { Transfer as _sre_trace_v1_Transfer, Transfer__Output as _sre_trace_v1_Transfer__Output } from '../../../sre/trace/v1/Transfer.ts';

export interface StreamClosed {
  'streamId'?: (number);
  'how'?: (string);
  'endedBy'?: (string);
  'error'?: (string);
  'errorCode'?: (number);
  'httpStatus'?: (number);
  'grpcStatus'?: (_sre_trace_v1_GrpcStatus | null);
  'origin'?: (string);
  'originReason'?: (string);
  'retrySafe'?: (boolean);
  'durationMs'?: (number | string);
  'firstByteMs'?: (number | string);
  'request'?: (_sre_trace_v1_Transfer | null);
  'response'?: (_sre_trace_v1_Transfer | null);
  'stage'?: (string);
  'retryReason'?: (string);
  '_error'?: "error";
  '_errorCode'?: "errorCode";
  '_httpStatus'?: "httpStatus";
  '_retrySafe'?: "retrySafe";
  '_firstByteMs'?: "firstByteMs";
}

export interface StreamClosed__Output {
  'streamId': (number);
  'how': (string);
  'endedBy': (string);
  'error'?: (string);
  'errorCode'?: (number);
  'httpStatus'?: (number);
  'grpcStatus': (_sre_trace_v1_GrpcStatus__Output | null);
  'origin': (string);
  'originReason': (string);
  'retrySafe'?: (boolean);
  'durationMs': (number);
  'firstByteMs'?: (number);
  'request': (_sre_trace_v1_Transfer__Output | null);
  'response': (_sre_trace_v1_Transfer__Output | null);
  'stage': (string);
  'retryReason': (string);
}
