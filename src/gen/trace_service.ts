import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { ListValue as _google_protobuf_ListValue, ListValue__Output as _google_protobuf_ListValue__Output } from './google/protobuf/ListValue.ts';
import type { Struct as _google_protobuf_Struct, Struct__Output as _google_protobuf_Struct__Output } from './google/protobuf/Struct.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from './google/protobuf/Timestamp.ts';
import type { Value as _google_protobuf_Value, Value__Output as _google_protobuf_Value__Output } from './google/protobuf/Value.ts';
import type { Address as _sre_trace_v1_Address, Address__Output as _sre_trace_v1_Address__Output } from './sre/trace/v1/Address.ts';
import type { Altsvc as _sre_trace_v1_Altsvc, Altsvc__Output as _sre_trace_v1_Altsvc__Output } from './sre/trace/v1/Altsvc.ts';
import type { ClientHello as _sre_trace_v1_ClientHello, ClientHello__Output as _sre_trace_v1_ClientHello__Output } from './sre/trace/v1/ClientHello.ts';
import type { ConnectionClosed as _sre_trace_v1_ConnectionClosed, ConnectionClosed__Output as _sre_trace_v1_ConnectionClosed__Output } from './sre/trace/v1/ConnectionClosed.ts';
import type { ConnectionOpened as _sre_trace_v1_ConnectionOpened, ConnectionOpened__Output as _sre_trace_v1_ConnectionOpened__Output } from './sre/trace/v1/ConnectionOpened.ts';
import type { ConnectionState as _sre_trace_v1_ConnectionState, ConnectionState__Output as _sre_trace_v1_ConnectionState__Output } from './sre/trace/v1/ConnectionState.ts';
import type { ConnectionSummary as _sre_trace_v1_ConnectionSummary, ConnectionSummary__Output as _sre_trace_v1_ConnectionSummary__Output } from './sre/trace/v1/ConnectionSummary.ts';
import type { Data as _sre_trace_v1_Data, Data__Output as _sre_trace_v1_Data__Output } from './sre/trace/v1/Data.ts';
import type { Finding as _sre_trace_v1_Finding, Finding__Output as _sre_trace_v1_Finding__Output } from './sre/trace/v1/Finding.ts';
import type { FirstBytes as _sre_trace_v1_FirstBytes, FirstBytes__Output as _sre_trace_v1_FirstBytes__Output } from './sre/trace/v1/FirstBytes.ts';
import type { Frame as _sre_trace_v1_Frame, Frame__Output as _sre_trace_v1_Frame__Output } from './sre/trace/v1/Frame.ts';
import type { FrameTotal as _sre_trace_v1_FrameTotal, FrameTotal__Output as _sre_trace_v1_FrameTotal__Output } from './sre/trace/v1/FrameTotal.ts';
import type { GetConnectionRequest as _sre_trace_v1_GetConnectionRequest, GetConnectionRequest__Output as _sre_trace_v1_GetConnectionRequest__Output } from './sre/trace/v1/GetConnectionRequest.ts';
import type { GetConnectionResponse as _sre_trace_v1_GetConnectionResponse, GetConnectionResponse__Output as _sre_trace_v1_GetConnectionResponse__Output } from './sre/trace/v1/GetConnectionResponse.ts';
import type { Goaway as _sre_trace_v1_Goaway, Goaway__Output as _sre_trace_v1_Goaway__Output } from './sre/trace/v1/Goaway.ts';
import type { GrpcStatus as _sre_trace_v1_GrpcStatus, GrpcStatus__Output as _sre_trace_v1_GrpcStatus__Output } from './sre/trace/v1/GrpcStatus.ts';
import type { HeaderField as _sre_trace_v1_HeaderField, HeaderField__Output as _sre_trace_v1_HeaderField__Output } from './sre/trace/v1/HeaderField.ts';
import type { HeaderTableEntry as _sre_trace_v1_HeaderTableEntry, HeaderTableEntry__Output as _sre_trace_v1_HeaderTableEntry__Output } from './sre/trace/v1/HeaderTableEntry.ts';
import type { HeaderTableState as _sre_trace_v1_HeaderTableState, HeaderTableState__Output as _sre_trace_v1_HeaderTableState__Output } from './sre/trace/v1/HeaderTableState.ts';
import type { Headers as _sre_trace_v1_Headers, Headers__Output as _sre_trace_v1_Headers__Output } from './sre/trace/v1/Headers.ts';
import type { Http1 as _sre_trace_v1_Http1, Http1__Output as _sre_trace_v1_Http1__Output } from './sre/trace/v1/Http1.ts';
import type { Http1Field as _sre_trace_v1_Http1Field, Http1Field__Output as _sre_trace_v1_Http1Field__Output } from './sre/trace/v1/Http1Field.ts';
import type { Http2SideState as _sre_trace_v1_Http2SideState, Http2SideState__Output as _sre_trace_v1_Http2SideState__Output } from './sre/trace/v1/Http2SideState.ts';
import type { Http2State as _sre_trace_v1_Http2State, Http2State__Output as _sre_trace_v1_Http2State__Output } from './sre/trace/v1/Http2State.ts';
import type { ListConnectionsRequest as _sre_trace_v1_ListConnectionsRequest, ListConnectionsRequest__Output as _sre_trace_v1_ListConnectionsRequest__Output } from './sre/trace/v1/ListConnectionsRequest.ts';
import type { ListConnectionsResponse as _sre_trace_v1_ListConnectionsResponse, ListConnectionsResponse__Output as _sre_trace_v1_ListConnectionsResponse__Output } from './sre/trace/v1/ListConnectionsResponse.ts';
import type { Message as _sre_trace_v1_Message, Message__Output as _sre_trace_v1_Message__Output } from './sre/trace/v1/Message.ts';
import type { Origin as _sre_trace_v1_Origin, Origin__Output as _sre_trace_v1_Origin__Output } from './sre/trace/v1/Origin.ts';
import type { Ping as _sre_trace_v1_Ping, Ping__Output as _sre_trace_v1_Ping__Output } from './sre/trace/v1/Ping.ts';
import type { Priority as _sre_trace_v1_Priority, Priority__Output as _sre_trace_v1_Priority__Output } from './sre/trace/v1/Priority.ts';
import type { PriorityUpdate as _sre_trace_v1_PriorityUpdate, PriorityUpdate__Output as _sre_trace_v1_PriorityUpdate__Output } from './sre/trace/v1/PriorityUpdate.ts';
import type { ProtobufField as _sre_trace_v1_ProtobufField, ProtobufField__Output as _sre_trace_v1_ProtobufField__Output } from './sre/trace/v1/ProtobufField.ts';
import type { ProxyProtocol as _sre_trace_v1_ProxyProtocol, ProxyProtocol__Output as _sre_trace_v1_ProxyProtocol__Output } from './sre/trace/v1/ProxyProtocol.ts';
import type { PushPromise as _sre_trace_v1_PushPromise, PushPromise__Output as _sre_trace_v1_PushPromise__Output } from './sre/trace/v1/PushPromise.ts';
import type { Rpc as _sre_trace_v1_Rpc, Rpc__Output as _sre_trace_v1_Rpc__Output } from './sre/trace/v1/Rpc.ts';
import type { RstStream as _sre_trace_v1_RstStream, RstStream__Output as _sre_trace_v1_RstStream__Output } from './sre/trace/v1/RstStream.ts';
import type { Setting as _sre_trace_v1_Setting, Setting__Output as _sre_trace_v1_Setting__Output } from './sre/trace/v1/Setting.ts';
import type { SettingState as _sre_trace_v1_SettingState, SettingState__Output as _sre_trace_v1_SettingState__Output } from './sre/trace/v1/SettingState.ts';
import type { StreamClosed as _sre_trace_v1_StreamClosed, StreamClosed__Output as _sre_trace_v1_StreamClosed__Output } from './sre/trace/v1/StreamClosed.ts';
import type { StreamOpened as _sre_trace_v1_StreamOpened, StreamOpened__Output as _sre_trace_v1_StreamOpened__Output } from './sre/trace/v1/StreamOpened.ts';
import type { StreamState as _sre_trace_v1_StreamState, StreamState__Output as _sre_trace_v1_StreamState__Output } from './sre/trace/v1/StreamState.ts';
import type { Tls as _sre_trace_v1_Tls, Tls__Output as _sre_trace_v1_Tls__Output } from './sre/trace/v1/Tls.ts';
import type { TraceEvent as _sre_trace_v1_TraceEvent, TraceEvent__Output as _sre_trace_v1_TraceEvent__Output } from './sre/trace/v1/TraceEvent.ts';
import type { TraceLost as _sre_trace_v1_TraceLost, TraceLost__Output as _sre_trace_v1_TraceLost__Output } from './sre/trace/v1/TraceLost.ts';
import type { TraceServiceClient as _sre_trace_v1_TraceServiceClient, TraceServiceDefinition as _sre_trace_v1_TraceServiceDefinition } from './sre/trace/v1/TraceService.ts';
import type { Transfer as _sre_trace_v1_Transfer, Transfer__Output as _sre_trace_v1_Transfer__Output } from './sre/trace/v1/Transfer.ts';
import type { UnknownPayload as _sre_trace_v1_UnknownPayload, UnknownPayload__Output as _sre_trace_v1_UnknownPayload__Output } from './sre/trace/v1/UnknownPayload.ts';
import type { Violation as _sre_trace_v1_Violation, Violation__Output as _sre_trace_v1_Violation__Output } from './sre/trace/v1/Violation.ts';
import type { WatchRequest as _sre_trace_v1_WatchRequest, WatchRequest__Output as _sre_trace_v1_WatchRequest__Output } from './sre/trace/v1/WatchRequest.ts';
import type { Window as _sre_trace_v1_Window, Window__Output as _sre_trace_v1_Window__Output } from './sre/trace/v1/Window.ts';
import type { WindowUpdate as _sre_trace_v1_WindowUpdate, WindowUpdate__Output as _sre_trace_v1_WindowUpdate__Output } from './sre/trace/v1/WindowUpdate.ts';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  google: {
    protobuf: {
      ListValue: MessageTypeDefinition<_google_protobuf_ListValue, _google_protobuf_ListValue__Output>
      NullValue: EnumTypeDefinition
      Struct: MessageTypeDefinition<_google_protobuf_Struct, _google_protobuf_Struct__Output>
      Timestamp: MessageTypeDefinition<_google_protobuf_Timestamp, _google_protobuf_Timestamp__Output>
      Value: MessageTypeDefinition<_google_protobuf_Value, _google_protobuf_Value__Output>
    }
  }
  sre: {
    trace: {
      v1: {
        Address: MessageTypeDefinition<_sre_trace_v1_Address, _sre_trace_v1_Address__Output>
        Altsvc: MessageTypeDefinition<_sre_trace_v1_Altsvc, _sre_trace_v1_Altsvc__Output>
        ClientHello: MessageTypeDefinition<_sre_trace_v1_ClientHello, _sre_trace_v1_ClientHello__Output>
        ConnectionClosed: MessageTypeDefinition<_sre_trace_v1_ConnectionClosed, _sre_trace_v1_ConnectionClosed__Output>
        ConnectionOpened: MessageTypeDefinition<_sre_trace_v1_ConnectionOpened, _sre_trace_v1_ConnectionOpened__Output>
        ConnectionState: MessageTypeDefinition<_sre_trace_v1_ConnectionState, _sre_trace_v1_ConnectionState__Output>
        ConnectionSummary: MessageTypeDefinition<_sre_trace_v1_ConnectionSummary, _sre_trace_v1_ConnectionSummary__Output>
        Data: MessageTypeDefinition<_sre_trace_v1_Data, _sre_trace_v1_Data__Output>
        Finding: MessageTypeDefinition<_sre_trace_v1_Finding, _sre_trace_v1_Finding__Output>
        FirstBytes: MessageTypeDefinition<_sre_trace_v1_FirstBytes, _sre_trace_v1_FirstBytes__Output>
        Frame: MessageTypeDefinition<_sre_trace_v1_Frame, _sre_trace_v1_Frame__Output>
        FrameTotal: MessageTypeDefinition<_sre_trace_v1_FrameTotal, _sre_trace_v1_FrameTotal__Output>
        GetConnectionRequest: MessageTypeDefinition<_sre_trace_v1_GetConnectionRequest, _sre_trace_v1_GetConnectionRequest__Output>
        GetConnectionResponse: MessageTypeDefinition<_sre_trace_v1_GetConnectionResponse, _sre_trace_v1_GetConnectionResponse__Output>
        Goaway: MessageTypeDefinition<_sre_trace_v1_Goaway, _sre_trace_v1_Goaway__Output>
        GrpcStatus: MessageTypeDefinition<_sre_trace_v1_GrpcStatus, _sre_trace_v1_GrpcStatus__Output>
        HeaderField: MessageTypeDefinition<_sre_trace_v1_HeaderField, _sre_trace_v1_HeaderField__Output>
        HeaderTableEntry: MessageTypeDefinition<_sre_trace_v1_HeaderTableEntry, _sre_trace_v1_HeaderTableEntry__Output>
        HeaderTableState: MessageTypeDefinition<_sre_trace_v1_HeaderTableState, _sre_trace_v1_HeaderTableState__Output>
        Headers: MessageTypeDefinition<_sre_trace_v1_Headers, _sre_trace_v1_Headers__Output>
        Http1: MessageTypeDefinition<_sre_trace_v1_Http1, _sre_trace_v1_Http1__Output>
        Http1Field: MessageTypeDefinition<_sre_trace_v1_Http1Field, _sre_trace_v1_Http1Field__Output>
        Http2SideState: MessageTypeDefinition<_sre_trace_v1_Http2SideState, _sre_trace_v1_Http2SideState__Output>
        Http2State: MessageTypeDefinition<_sre_trace_v1_Http2State, _sre_trace_v1_Http2State__Output>
        ListConnectionsRequest: MessageTypeDefinition<_sre_trace_v1_ListConnectionsRequest, _sre_trace_v1_ListConnectionsRequest__Output>
        ListConnectionsResponse: MessageTypeDefinition<_sre_trace_v1_ListConnectionsResponse, _sre_trace_v1_ListConnectionsResponse__Output>
        Message: MessageTypeDefinition<_sre_trace_v1_Message, _sre_trace_v1_Message__Output>
        Origin: MessageTypeDefinition<_sre_trace_v1_Origin, _sre_trace_v1_Origin__Output>
        Ping: MessageTypeDefinition<_sre_trace_v1_Ping, _sre_trace_v1_Ping__Output>
        Priority: MessageTypeDefinition<_sre_trace_v1_Priority, _sre_trace_v1_Priority__Output>
        PriorityUpdate: MessageTypeDefinition<_sre_trace_v1_PriorityUpdate, _sre_trace_v1_PriorityUpdate__Output>
        ProtobufField: MessageTypeDefinition<_sre_trace_v1_ProtobufField, _sre_trace_v1_ProtobufField__Output>
        ProxyProtocol: MessageTypeDefinition<_sre_trace_v1_ProxyProtocol, _sre_trace_v1_ProxyProtocol__Output>
        PushPromise: MessageTypeDefinition<_sre_trace_v1_PushPromise, _sre_trace_v1_PushPromise__Output>
        Rpc: MessageTypeDefinition<_sre_trace_v1_Rpc, _sre_trace_v1_Rpc__Output>
        RstStream: MessageTypeDefinition<_sre_trace_v1_RstStream, _sre_trace_v1_RstStream__Output>
        Setting: MessageTypeDefinition<_sre_trace_v1_Setting, _sre_trace_v1_Setting__Output>
        SettingState: MessageTypeDefinition<_sre_trace_v1_SettingState, _sre_trace_v1_SettingState__Output>
        StreamClosed: MessageTypeDefinition<_sre_trace_v1_StreamClosed, _sre_trace_v1_StreamClosed__Output>
        StreamOpened: MessageTypeDefinition<_sre_trace_v1_StreamOpened, _sre_trace_v1_StreamOpened__Output>
        StreamState: MessageTypeDefinition<_sre_trace_v1_StreamState, _sre_trace_v1_StreamState__Output>
        Tls: MessageTypeDefinition<_sre_trace_v1_Tls, _sre_trace_v1_Tls__Output>
        TraceEvent: MessageTypeDefinition<_sre_trace_v1_TraceEvent, _sre_trace_v1_TraceEvent__Output>
        TraceLost: MessageTypeDefinition<_sre_trace_v1_TraceLost, _sre_trace_v1_TraceLost__Output>
        TraceService: SubtypeConstructor<typeof grpc.Client, _sre_trace_v1_TraceServiceClient> & { service: _sre_trace_v1_TraceServiceDefinition }
        Transfer: MessageTypeDefinition<_sre_trace_v1_Transfer, _sre_trace_v1_Transfer__Output>
        UnknownPayload: MessageTypeDefinition<_sre_trace_v1_UnknownPayload, _sre_trace_v1_UnknownPayload__Output>
        Violation: MessageTypeDefinition<_sre_trace_v1_Violation, _sre_trace_v1_Violation__Output>
        WatchRequest: MessageTypeDefinition<_sre_trace_v1_WatchRequest, _sre_trace_v1_WatchRequest__Output>
        Window: MessageTypeDefinition<_sre_trace_v1_Window, _sre_trace_v1_Window__Output>
        WindowUpdate: MessageTypeDefinition<_sre_trace_v1_WindowUpdate, _sre_trace_v1_WindowUpdate__Output>
      }
    }
  }
}

