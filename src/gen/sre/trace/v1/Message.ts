// Original file: protos/sre/trace/v1/trace.proto

import type { Value as _google_protobuf_Value, Value__Output as _google_protobuf_Value__Output } from '../../../google/protobuf/Value.ts';
import type { ProtobufField as _sre_trace_v1_ProtobufField, ProtobufField__Output as _sre_trace_v1_ProtobufField__Output } from '../../../sre/trace/v1/ProtobufField.ts';
import type { Rpc as _sre_trace_v1_Rpc, Rpc__Output as _sre_trace_v1_Rpc__Output } from '../../../sre/trace/v1/Rpc.ts';
import type { Long } from '@grpc/proto-loader';

export interface Message {
  'from'?: (string);
  'streamId'?: (number);
  'index'?: (number);
  'compressed'?: (boolean);
  'encoding'?: (string);
  'length'?: (number);
  'firstFrame'?: (number | string | Long);
  'lastFrame'?: (number | string | Long);
  'preview'?: (Buffer | Uint8Array | string);
  'truncated'?: (boolean);
  'json'?: (_google_protobuf_Value | null);
  'fields'?: (_sre_trace_v1_ProtobufField)[];
  'rpc'?: (_sre_trace_v1_Rpc | null);
  '_encoding'?: "encoding";
}

export interface Message__Output {
  'from': (string);
  'streamId': (number);
  'index': (number);
  'compressed': (boolean);
  'encoding'?: (string);
  'length': (number);
  'firstFrame': (number);
  'lastFrame': (number);
  'preview': (Buffer);
  'truncated': (boolean);
  'json': (_google_protobuf_Value__Output | null);
  'fields': (_sre_trace_v1_ProtobufField__Output)[];
  'rpc': (_sre_trace_v1_Rpc__Output | null);
}
