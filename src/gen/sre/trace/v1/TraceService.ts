// Original file: protos/sre/trace/v1/trace_service.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { TraceEvent as _sre_trace_v1_TraceEvent, TraceEvent__Output as _sre_trace_v1_TraceEvent__Output } from '../../../sre/trace/v1/TraceEvent.ts';
import type { WatchRequest as _sre_trace_v1_WatchRequest, WatchRequest__Output as _sre_trace_v1_WatchRequest__Output } from '../../../sre/trace/v1/WatchRequest.ts';

export interface TraceServiceClient extends grpc.Client {
  Watch(argument: _sre_trace_v1_WatchRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_sre_trace_v1_TraceEvent__Output>;
  Watch(argument: _sre_trace_v1_WatchRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_sre_trace_v1_TraceEvent__Output>;
  watch(argument: _sre_trace_v1_WatchRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_sre_trace_v1_TraceEvent__Output>;
  watch(argument: _sre_trace_v1_WatchRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_sre_trace_v1_TraceEvent__Output>;
  
}

export interface TraceServiceHandlers extends grpc.UntypedServiceImplementation {
  Watch: grpc.handleServerStreamingCall<_sre_trace_v1_WatchRequest__Output, _sre_trace_v1_TraceEvent>;
  
}

export interface TraceServiceDefinition extends grpc.ServiceDefinition {
  Watch: MethodDefinition<_sre_trace_v1_WatchRequest, _sre_trace_v1_TraceEvent, _sre_trace_v1_WatchRequest__Output, _sre_trace_v1_TraceEvent__Output>
}
