import type * as grpc from '@grpc/grpc-js';
import type { MessageTypeDefinition } from '@grpc/proto-loader';

import type { AdminServiceClient as _sre_admin_v1_AdminServiceClient, AdminServiceDefinition as _sre_admin_v1_AdminServiceDefinition } from './sre/admin/v1/AdminService.ts';
import type { ClearFaultRequest as _sre_admin_v1_ClearFaultRequest, ClearFaultRequest__Output as _sre_admin_v1_ClearFaultRequest__Output } from './sre/admin/v1/ClearFaultRequest.ts';
import type { ClearFaultResponse as _sre_admin_v1_ClearFaultResponse, ClearFaultResponse__Output as _sre_admin_v1_ClearFaultResponse__Output } from './sre/admin/v1/ClearFaultResponse.ts';
import type { GetFaultRequest as _sre_admin_v1_GetFaultRequest, GetFaultRequest__Output as _sre_admin_v1_GetFaultRequest__Output } from './sre/admin/v1/GetFaultRequest.ts';
import type { GetFaultResponse as _sre_admin_v1_GetFaultResponse, GetFaultResponse__Output as _sre_admin_v1_GetFaultResponse__Output } from './sre/admin/v1/GetFaultResponse.ts';
import type { ListServingRequest as _sre_admin_v1_ListServingRequest, ListServingRequest__Output as _sre_admin_v1_ListServingRequest__Output } from './sre/admin/v1/ListServingRequest.ts';
import type { ListServingResponse as _sre_admin_v1_ListServingResponse, ListServingResponse__Output as _sre_admin_v1_ListServingResponse__Output } from './sre/admin/v1/ListServingResponse.ts';
import type { SetFaultRequest as _sre_admin_v1_SetFaultRequest, SetFaultRequest__Output as _sre_admin_v1_SetFaultRequest__Output } from './sre/admin/v1/SetFaultRequest.ts';
import type { SetFaultResponse as _sre_admin_v1_SetFaultResponse, SetFaultResponse__Output as _sre_admin_v1_SetFaultResponse__Output } from './sre/admin/v1/SetFaultResponse.ts';
import type { SetServingRequest as _sre_admin_v1_SetServingRequest, SetServingRequest__Output as _sre_admin_v1_SetServingRequest__Output } from './sre/admin/v1/SetServingRequest.ts';
import type { SetServingResponse as _sre_admin_v1_SetServingResponse, SetServingResponse__Output as _sre_admin_v1_SetServingResponse__Output } from './sre/admin/v1/SetServingResponse.ts';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  sre: {
    admin: {
      v1: {
        AdminService: SubtypeConstructor<typeof grpc.Client, _sre_admin_v1_AdminServiceClient> & { service: _sre_admin_v1_AdminServiceDefinition }
        ClearFaultRequest: MessageTypeDefinition<_sre_admin_v1_ClearFaultRequest, _sre_admin_v1_ClearFaultRequest__Output>
        ClearFaultResponse: MessageTypeDefinition<_sre_admin_v1_ClearFaultResponse, _sre_admin_v1_ClearFaultResponse__Output>
        GetFaultRequest: MessageTypeDefinition<_sre_admin_v1_GetFaultRequest, _sre_admin_v1_GetFaultRequest__Output>
        GetFaultResponse: MessageTypeDefinition<_sre_admin_v1_GetFaultResponse, _sre_admin_v1_GetFaultResponse__Output>
        ListServingRequest: MessageTypeDefinition<_sre_admin_v1_ListServingRequest, _sre_admin_v1_ListServingRequest__Output>
        ListServingResponse: MessageTypeDefinition<_sre_admin_v1_ListServingResponse, _sre_admin_v1_ListServingResponse__Output>
        SetFaultRequest: MessageTypeDefinition<_sre_admin_v1_SetFaultRequest, _sre_admin_v1_SetFaultRequest__Output>
        SetFaultResponse: MessageTypeDefinition<_sre_admin_v1_SetFaultResponse, _sre_admin_v1_SetFaultResponse__Output>
        SetServingRequest: MessageTypeDefinition<_sre_admin_v1_SetServingRequest, _sre_admin_v1_SetServingRequest__Output>
        SetServingResponse: MessageTypeDefinition<_sre_admin_v1_SetServingResponse, _sre_admin_v1_SetServingResponse__Output>
      }
    }
  }
}

