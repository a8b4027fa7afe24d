// Original file: protos/sre/admin/v1/admin.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { ClearFaultRequest as _sre_admin_v1_ClearFaultRequest, ClearFaultRequest__Output as _sre_admin_v1_ClearFaultRequest__Output } from '../../../sre/admin/v1/ClearFaultRequest.ts';
import type { ClearFaultResponse as _sre_admin_v1_ClearFaultResponse, ClearFaultResponse__Output as _sre_admin_v1_ClearFaultResponse__Output } from '../../../sre/admin/v1/ClearFaultResponse.ts';
import type { GetFaultRequest as _sre_admin_v1_GetFaultRequest, GetFaultRequest__Output as _sre_admin_v1_GetFaultRequest__Output } from '../../../sre/admin/v1/GetFaultRequest.ts';
import type { GetFaultResponse as _sre_admin_v1_GetFaultResponse, GetFaultResponse__Output as _sre_admin_v1_GetFaultResponse__Output } from '../../../sre/admin/v1/GetFaultResponse.ts';
import type { ListServingRequest as _sre_admin_v1_ListServingRequest, ListServingRequest__Output as _sre_admin_v1_ListServingRequest__Output } from '../../../sre/admin/v1/ListServingRequest.ts';
import type { ListServingResponse as _sre_admin_v1_ListServingResponse, ListServingResponse__Output as _sre_admin_v1_ListServingResponse__Output } from '../../../sre/admin/v1/ListServingResponse.ts';
import type { SetFaultRequest as _sre_admin_v1_SetFaultRequest, SetFaultRequest__Output as _sre_admin_v1_SetFaultRequest__Output } from '../../../sre/admin/v1/SetFaultRequest.ts';
import type { SetFaultResponse as _sre_admin_v1_SetFaultResponse, SetFaultResponse__Output as _sre_admin_v1_SetFaultResponse__Output } from '../../../sre/admin/v1/SetFaultResponse.ts';
import type { SetServingRequest as _sre_admin_v1_SetServingRequest, SetServingRequest__Output as _sre_admin_v1_SetServingRequest__Output } from '../../../sre/admin/v1/SetServingRequest.ts';
import type { SetServingResponse as _sre_admin_v1_SetServingResponse, SetServingResponse__Output as _sre_admin_v1_SetServingResponse__Output } from '../../../sre/admin/v1/SetServingResponse.ts';

export interface AdminServiceClient extends grpc.Client {
  ClearFault(argument: _sre_admin_v1_ClearFaultRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sre_admin_v1_ClearFaultResponse__Output>): grpc.ClientUnaryCall;
  ClearFault(argument: _sre_admin_v1_ClearFaultRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sre_admin_v1_ClearFaultResponse__Output>): grpc.ClientUnaryCall;
  ClearFault(argument: _sre_admin_v1_ClearFaultRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sre_admin_v1_ClearFaultResponse__Output>): grpc.ClientUnaryCall;
  ClearFault(argument: _sre_admin_v1_ClearFaultRequest, callback: grpc.requestCallback<_sre_admin_v1_ClearFaultResponse__Output>): grpc.ClientUnaryCall;
  clearFault(argument: _sre_admin_v1_ClearFaultRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sre_admin_v1_ClearFaultResponse__Output>): grpc.ClientUnaryCall;
  clearFault(argument: _sre_admin_v1_ClearFaultRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sre_admin_v1_ClearFaultResponse__Output>): grpc.ClientUnaryCall;
  clearFault(argument: _sre_admin_v1_ClearFaultRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sre_admin_v1_ClearFaultResponse__Output>): grpc.ClientUnaryCall;
  clearFault(argument: _sre_admin_v1_ClearFaultRequest, callback: grpc.requestCallback<_sre_admin_v1_ClearFaultResponse__Output>): grpc.ClientUnaryCall;
  
  GetFault(argument: _sre_admin_v1_GetFaultRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sre_admin_v1_GetFaultResponse__Output>): grpc.ClientUnaryCall;
  GetFault(argument: _sre_admin_v1_GetFaultRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sre_admin_v1_GetFaultResponse__Output>): grpc.ClientUnaryCall;
  GetFault(argument: _sre_admin_v1_GetFaultRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sre_admin_v1_GetFaultResponse__Output>): grpc.ClientUnaryCall;
  GetFault(argument: _sre_admin_v1_GetFaultRequest, callback: grpc.requestCallback<_sre_admin_v1_GetFaultResponse__Output>): grpc.ClientUnaryCall;
  getFault(argument: _sre_admin_v1_GetFaultRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sre_admin_v1_GetFaultResponse__Output>): grpc.ClientUnaryCall;
  getFault(argument: _sre_admin_v1_GetFaultRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sre_admin_v1_GetFaultResponse__Output>): grpc.ClientUnaryCall;
  getFault(argument: _sre_admin_v1_GetFaultRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sre_admin_v1_GetFaultResponse__Output>): grpc.ClientUnaryCall;
  getFault(argument: _sre_admin_v1_GetFaultRequest, callback: grpc.requestCallback<_sre_admin_v1_GetFaultResponse__Output>): grpc.ClientUnaryCall;
  
  ListServing(argument: _sre_admin_v1_ListServingRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sre_admin_v1_ListServingResponse__Output>): grpc.ClientUnaryCall;
  ListServing(argument: _sre_admin_v1_ListServingRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sre_admin_v1_ListServingResponse__Output>): grpc.ClientUnaryCall;
  ListServing(argument: _sre_admin_v1_ListServingRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sre_admin_v1_ListServingResponse__Output>): grpc.ClientUnaryCall;
  ListServing(argument: _sre_admin_v1_ListServingRequest, callback: grpc.requestCallback<_sre_admin_v1_ListServingResponse__Output>): grpc.ClientUnaryCall;
  listServing(argument: _sre_admin_v1_ListServingRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sre_admin_v1_ListServingResponse__Output>): grpc.ClientUnaryCall;
  listServing(argument: _sre_admin_v1_ListServingRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sre_admin_v1_ListServingResponse__Output>): grpc.ClientUnaryCall;
  listServing(argument: _sre_admin_v1_ListServingRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sre_admin_v1_ListServingResponse__Output>): grpc.ClientUnaryCall;
  listServing(argument: _sre_admin_v1_ListServingRequest, callback: grpc.requestCallback<_sre_admin_v1_ListServingResponse__Output>): grpc.ClientUnaryCall;
  
  SetFault(argument: _sre_admin_v1_SetFaultRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sre_admin_v1_SetFaultResponse__Output>): grpc.ClientUnaryCall;
  SetFault(argument: _sre_admin_v1_SetFaultRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sre_admin_v1_SetFaultResponse__Output>): grpc.ClientUnaryCall;
  SetFault(argument: _sre_admin_v1_SetFaultRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sre_admin_v1_SetFaultResponse__Output>): grpc.ClientUnaryCall;
  SetFault(argument: _sre_admin_v1_SetFaultRequest, callback: grpc.requestCallback<_sre_admin_v1_SetFaultResponse__Output>): grpc.ClientUnaryCall;
  setFault(argument: _sre_admin_v1_SetFaultRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sre_admin_v1_SetFaultResponse__Output>): grpc.ClientUnaryCall;
  setFault(argument: _sre_admin_v1_SetFaultRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sre_admin_v1_SetFaultResponse__Output>): grpc.ClientUnaryCall;
  setFault(argument: _sre_admin_v1_SetFaultRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sre_admin_v1_SetFaultResponse__Output>): grpc.ClientUnaryCall;
  setFault(argument: _sre_admin_v1_SetFaultRequest, callback: grpc.requestCallback<_sre_admin_v1_SetFaultResponse__Output>): grpc.ClientUnaryCall;
  
  SetServing(argument: _sre_admin_v1_SetServingRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sre_admin_v1_SetServingResponse__Output>): grpc.ClientUnaryCall;
  SetServing(argument: _sre_admin_v1_SetServingRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sre_admin_v1_SetServingResponse__Output>): grpc.ClientUnaryCall;
  SetServing(argument: _sre_admin_v1_SetServingRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sre_admin_v1_SetServingResponse__Output>): grpc.ClientUnaryCall;
  SetServing(argument: _sre_admin_v1_SetServingRequest, callback: grpc.requestCallback<_sre_admin_v1_SetServingResponse__Output>): grpc.ClientUnaryCall;
  setServing(argument: _sre_admin_v1_SetServingRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sre_admin_v1_SetServingResponse__Output>): grpc.ClientUnaryCall;
  setServing(argument: _sre_admin_v1_SetServingRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sre_admin_v1_SetServingResponse__Output>): grpc.ClientUnaryCall;
  setServing(argument: _sre_admin_v1_SetServingRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sre_admin_v1_SetServingResponse__Output>): grpc.ClientUnaryCall;
  setServing(argument: _sre_admin_v1_SetServingRequest, callback: grpc.requestCallback<_sre_admin_v1_SetServingResponse__Output>): grpc.ClientUnaryCall;
  
}

export interface AdminServiceHandlers extends grpc.UntypedServiceImplementation {
  ClearFault: grpc.handleUnaryCall<_sre_admin_v1_ClearFaultRequest__Output, _sre_admin_v1_ClearFaultResponse>;
  
  GetFault: grpc.handleUnaryCall<_sre_admin_v1_GetFaultRequest__Output, _sre_admin_v1_GetFaultResponse>;
  
  ListServing: grpc.handleUnaryCall<_sre_admin_v1_ListServingRequest__Output, _sre_admin_v1_ListServingResponse>;
  
  SetFault: grpc.handleUnaryCall<_sre_admin_v1_SetFaultRequest__Output, _sre_admin_v1_SetFaultResponse>;
  
  SetServing: grpc.handleUnaryCall<_sre_admin_v1_SetServingRequest__Output, _sre_admin_v1_SetServingResponse>;
  
}

export interface AdminServiceDefinition extends grpc.ServiceDefinition {
  ClearFault: MethodDefinition<_sre_admin_v1_ClearFaultRequest, _sre_admin_v1_ClearFaultResponse, _sre_admin_v1_ClearFaultRequest__Output, _sre_admin_v1_ClearFaultResponse__Output>
  GetFault: MethodDefinition<_sre_admin_v1_GetFaultRequest, _sre_admin_v1_GetFaultResponse, _sre_admin_v1_GetFaultRequest__Output, _sre_admin_v1_GetFaultResponse__Output>
  ListServing: MethodDefinition<_sre_admin_v1_ListServingRequest, _sre_admin_v1_ListServingResponse, _sre_admin_v1_ListServingRequest__Output, _sre_admin_v1_ListServingResponse__Output>
  SetFault: MethodDefinition<_sre_admin_v1_SetFaultRequest, _sre_admin_v1_SetFaultResponse, _sre_admin_v1_SetFaultRequest__Output, _sre_admin_v1_SetFaultResponse__Output>
  SetServing: MethodDefinition<_sre_admin_v1_SetServingRequest, _sre_admin_v1_SetServingResponse, _sre_admin_v1_SetServingRequest__Output, _sre_admin_v1_SetServingResponse__Output>
}
