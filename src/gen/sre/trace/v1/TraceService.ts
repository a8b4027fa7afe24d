// Original file: protos/sre/trace/v1/trace_service.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { GetConnectionRequest as _sre_trace_v1_GetConnectionRequest, GetConnectionRequest__Output as _sre_trace_v1_GetConnectionRequest__Output } from '../../../sre/trace/v1/GetConnectionRequest.ts';
import type { GetConnectionResponse as _sre_trace_v1_GetConnectionResponse, GetConnectionResponse__Output as _sre_trace_v1_GetConnectionResponse__Output } from '../../../sre/trace/v1/GetConnectionResponse.ts';
import type { ListConnectionsRequest as _sre_trace_v1_ListConnectionsRequest, ListConnectionsRequest__Output as _sre_trace_v1_ListConnectionsRequest__Output } from '../../../sre/trace/v1/ListConnectionsRequest.ts';
import type { ListConnectionsResponse as _sre_trace_v1_ListConnectionsResponse, ListConnectionsResponse__Output as _sre_trace_v1_ListConnectionsResponse__Output } from '../../../sre/trace/v1/ListConnectionsResponse.ts';
import type { TraceEvent as _sre_trace_v1_TraceEvent, TraceEvent__Output as _sre_trace_v1_TraceEvent__Output } from '../../../sre/trace/v1/TraceEvent.ts';
import type { WatchRequest as _sre_trace_v1_WatchRequest, WatchRequest__Output as _sre_trace_v1_WatchRequest__Output } from '../../../sre/trace/v1/WatchRequest.ts';

export interface TraceServiceClient extends grpc.Client {
  GetConnection(argument: _sre_trace_v1_GetConnectionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sre_trace_v1_GetConnectionResponse__Output>): grpc.ClientUnaryCall;
  GetConnection(argument: _sre_trace_v1_GetConnectionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sre_trace_v1_GetConnectionResponse__Output>): grpc.ClientUnaryCall;
  GetConnection(argument: _sre_trace_v1_GetConnectionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sre_trace_v1_GetConnectionResponse__Output>): grpc.ClientUnaryCall;
  GetConnection(argument: _sre_trace_v1_GetConnectionRequest, callback: grpc.requestCallback<_sre_trace_v1_GetConnectionResponse__Output>): grpc.ClientUnaryCall;
  getConnection(argument: _sre_trace_v1_GetConnectionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sre_trace_v1_GetConnectionResponse__Output>): grpc.ClientUnaryCall;
  getConnection(argument: _sre_trace_v1_GetConnectionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sre_trace_v1_GetConnectionResponse__Output>): grpc.ClientUnaryCall;
  getConnection(argument: _sre_trace_v1_GetConnectionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sre_trace_v1_GetConnectionResponse__Output>): grpc.ClientUnaryCall;
  getConnection(argument: _sre_trace_v1_GetConnectionRequest, callback: grpc.requestCallback<_sre_trace_v1_GetConnectionResponse__Output>): grpc.ClientUnaryCall;
  
  ListConnections(argument: _sre_trace_v1_ListConnectionsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sre_trace_v1_ListConnectionsResponse__Output>): grpc.ClientUnaryCall;
  ListConnections(argument: _sre_trace_v1_ListConnectionsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sre_trace_v1_ListConnectionsResponse__Output>): grpc.ClientUnaryCall;
  ListConnections(argument: _sre_trace_v1_ListConnectionsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sre_trace_v1_ListConnectionsResponse__Output>): grpc.ClientUnaryCall;
  ListConnections(argument: _sre_trace_v1_ListConnectionsRequest, callback: grpc.requestCallback<_sre_trace_v1_ListConnectionsResponse__Output>): grpc.ClientUnaryCall;
  listConnections(argument: _sre_trace_v1_ListConnectionsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sre_trace_v1_ListConnectionsResponse__Output>): grpc.ClientUnaryCall;
  listConnections(argument: _sre_trace_v1_ListConnectionsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sre_trace_v1_ListConnectionsResponse__Output>): grpc.ClientUnaryCall;
  listConnections(argument: _sre_trace_v1_ListConnectionsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sre_trace_v1_ListConnectionsResponse__Output>): grpc.ClientUnaryCall;
  listConnections(argument: _sre_trace_v1_ListConnectionsRequest, callback: grpc.requestCallback<_sre_trace_v1_ListConnectionsResponse__Output>): grpc.ClientUnaryCall;
  
  Watch(argument: _sre_trace_v1_WatchRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_sre_trace_v1_TraceEvent__Output>;
  Watch(argument: _sre_trace_v1_WatchRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_sre_trace_v1_TraceEvent__Output>;
  watch(argument: _sre_trace_v1_WatchRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_sre_trace_v1_TraceEvent__Output>;
  watch(argument: _sre_trace_v1_WatchRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_sre_trace_v1_TraceEvent__Output>;
  
}

export interface TraceServiceHandlers extends grpc.UntypedServiceImplementation {
  GetConnection: grpc.handleUnaryCall<_sre_trace_v1_GetConnectionRequest__Output, _sre_trace_v1_GetConnectionResponse>;
  
  ListConnections: grpc.handleUnaryCall<_sre_trace_v1_ListConnectionsRequest__Output, _sre_trace_v1_ListConnectionsResponse>;
  
  Watch: grpc.handleServerStreamingCall<_sre_trace_v1_WatchRequest__Output, _sre_trace_v1_TraceEvent>;
  
}

export interface TraceServiceDefinition extends grpc.ServiceDefinition {
  GetConnection: MethodDefinition<_sre_trace_v1_GetConnectionRequest, _sre_trace_v1_GetConnectionResponse, _sre_trace_v1_GetConnectionRequest__Output, _sre_trace_v1_GetConnectionResponse__Output>
  ListConnections: MethodDefinition<_sre_trace_v1_ListConnectionsRequest, _sre_trace_v1_ListConnectionsResponse, _sre_trace_v1_ListConnectionsRequest__Output, _sre_trace_v1_ListConnectionsResponse__Output>
  Watch: MethodDefinition<_sre_trace_v1_WatchRequest, _sre_trace_v1_TraceEvent, _sre_trace_v1_WatchRequest__Output, _sre_trace_v1_TraceEvent__Output>
}
