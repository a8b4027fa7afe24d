import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { Any as _google_protobuf_Any, Any__Output as _google_protobuf_Any__Output } from './google/protobuf/Any.ts';
import type { Address as _sre_echo_v1_Address, Address__Output as _sre_echo_v1_Address__Output } from './sre/echo/v1/Address.ts';
import type { Deadline as _sre_echo_v1_Deadline, Deadline__Output as _sre_echo_v1_Deadline__Output } from './sre/echo/v1/Deadline.ts';
import type { EchoRequest as _sre_echo_v1_EchoRequest, EchoRequest__Output as _sre_echo_v1_EchoRequest__Output } from './sre/echo/v1/EchoRequest.ts';
import type { EchoResponse as _sre_echo_v1_EchoResponse, EchoResponse__Output as _sre_echo_v1_EchoResponse__Output } from './sre/echo/v1/EchoResponse.ts';
import type { EchoServiceClient as _sre_echo_v1_EchoServiceClient, EchoServiceDefinition as _sre_echo_v1_EchoServiceDefinition } from './sre/echo/v1/EchoService.ts';
import type { HeaderField as _sre_echo_v1_HeaderField, HeaderField__Output as _sre_echo_v1_HeaderField__Output } from './sre/echo/v1/HeaderField.ts';
import type { Identity as _sre_echo_v1_Identity, Identity__Output as _sre_echo_v1_Identity__Output } from './sre/echo/v1/Identity.ts';
import type { ProxyProtocol as _sre_echo_v1_ProxyProtocol, ProxyProtocol__Output as _sre_echo_v1_ProxyProtocol__Output } from './sre/echo/v1/ProxyProtocol.ts';
import type { ReceivedMessage as _sre_echo_v1_ReceivedMessage, ReceivedMessage__Output as _sre_echo_v1_ReceivedMessage__Output } from './sre/echo/v1/ReceivedMessage.ts';
import type { ResponseField as _sre_echo_v1_ResponseField, ResponseField__Output as _sre_echo_v1_ResponseField__Output } from './sre/echo/v1/ResponseField.ts';
import type { ResponseStatus as _sre_echo_v1_ResponseStatus, ResponseStatus__Output as _sre_echo_v1_ResponseStatus__Output } from './sre/echo/v1/ResponseStatus.ts';
import type { Seen as _sre_echo_v1_Seen, Seen__Output as _sre_echo_v1_Seen__Output } from './sre/echo/v1/Seen.ts';
import type { Tls as _sre_echo_v1_Tls, Tls__Output as _sre_echo_v1_Tls__Output } from './sre/echo/v1/Tls.ts';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  google: {
    protobuf: {
      Any: MessageTypeDefinition<_google_protobuf_Any, _google_protobuf_Any__Output>
    }
    rpc: {
      Code: EnumTypeDefinition
    }
  }
  sre: {
    echo: {
      v1: {
        Address: MessageTypeDefinition<_sre_echo_v1_Address, _sre_echo_v1_Address__Output>
        Deadline: MessageTypeDefinition<_sre_echo_v1_Deadline, _sre_echo_v1_Deadline__Output>
        EchoRequest: MessageTypeDefinition<_sre_echo_v1_EchoRequest, _sre_echo_v1_EchoRequest__Output>
        EchoResponse: MessageTypeDefinition<_sre_echo_v1_EchoResponse, _sre_echo_v1_EchoResponse__Output>
        EchoService: SubtypeConstructor<typeof grpc.Client, _sre_echo_v1_EchoServiceClient> & { service: _sre_echo_v1_EchoServiceDefinition }
        HeaderField: MessageTypeDefinition<_sre_echo_v1_HeaderField, _sre_echo_v1_HeaderField__Output>
        Identity: MessageTypeDefinition<_sre_echo_v1_Identity, _sre_echo_v1_Identity__Output>
        ProxyProtocol: MessageTypeDefinition<_sre_echo_v1_ProxyProtocol, _sre_echo_v1_ProxyProtocol__Output>
        ReceivedMessage: MessageTypeDefinition<_sre_echo_v1_ReceivedMessage, _sre_echo_v1_ReceivedMessage__Output>
        ResponseField: MessageTypeDefinition<_sre_echo_v1_ResponseField, _sre_echo_v1_ResponseField__Output>
        ResponseStatus: MessageTypeDefinition<_sre_echo_v1_ResponseStatus, _sre_echo_v1_ResponseStatus__Output>
        Seen: MessageTypeDefinition<_sre_echo_v1_Seen, _sre_echo_v1_Seen__Output>
        Tls: MessageTypeDefinition<_sre_echo_v1_Tls, _sre_echo_v1_Tls__Output>
      }
    }
  }
}

