// Original file: protos/sre/trace/v1/trace.proto

import type { ProtobufField as _sre_trace_v1_ProtobufField, ProtobufField__Output as _sre_trace_v1_ProtobufField__Output } from '../../../sre/trace/v1/ProtobufField.ts';
import type { Long } from '@grpc/proto-loader';

export interface ProtobufField {
  'number'?: (number);
  'wireType'?: (string);
  'varint'?: (number | string | Long);
  'i64'?: (number | string | Long);
  'i32'?: (number);
  'text'?: (string);
  'message'?: (_sre_trace_v1_ProtobufField)[];
  'bytes'?: (Buffer | Uint8Array | string);
  '_varint'?: "varint";
  '_i64'?: "i64";
  '_i32'?: "i32";
  '_text'?: "text";
  '_bytes'?: "bytes";
}

export interface ProtobufField__Output {
  'number': (number);
  'wireType': (string);
  'varint'?: (number);
  'i64'?: (number);
  'i32'?: (number);
  'text'?: (string);
  'message': (_sre_trace_v1_ProtobufField__Output)[];
  'bytes'?: (Buffer);
}
