// Original file: protos/sre/trace/v1/trace.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../../google/protobuf/Timestamp.ts';
import type { ConnectionOpened as _sre_trace_v1_ConnectionOpened, ConnectionOpened__Output as _sre_trace_v1_ConnectionOpened__Output } from '../../../sre/trace/v1/ConnectionOpened.ts';
import type { Frame as _sre_trace_v1_Frame, Frame__Output as _sre_trace_v1_Frame__Output } from '../../../sre/trace/v1/Frame.ts';
import type { Message as _sre_trace_v1_Message, Message__Output as _sre_trace_v1_Message__Output } from '../../../sre/trace/v1/Message.ts';
import type { StreamOpened as _sre_trace_v1_StreamOpened, StreamOpened__Output as _sre_trace_v1_StreamOpened__Output } from '../../../sre/trace/v1/StreamOpened.ts';
import type { StreamClosed as _sre_trace_v1_StreamClosed, StreamClosed__Output as _sre_trace_v1_StreamClosed__Output } from '../../../sre/trace/v1/StreamClosed.ts';
import type { Http1 as _sre_trace_v1_Http1, Http1__Output as _sre_trace_v1_Http1__Output } from '../../../sre/trace/v1/Http1.ts';
import type { Finding as _sre_trace_v1_Finding, Finding__Output as _sre_trace_v1_Finding__Output } from '../../../sre/trace/v1/Finding.ts';
import type { ConnectionClosed as _sre_trace_v1_ConnectionClosed, ConnectionClosed__Output as _sre_trace_v1_ConnectionClosed__Output } from '../../../sre/trace/v1/ConnectionClosed.ts';
import type { TraceLost as _sre_trace_v1_TraceLost, TraceLost__Output as _sre_trace_v1_TraceLost__Output } from '../../../sre/trace/v1/TraceLost.ts';
import type { Long } from '@grpc/proto-loader';

export interface TraceEvent {
  'seq'?: (number | string | Long);
  'time'?: (_google_protobuf_Timestamp | null);
  'offsetMs'?: (number | string);
  'conn'?: (string);
  'connectionOpened'?: (_sre_trace_v1_ConnectionOpened | null);
  'frame'?: (_sre_trace_v1_Frame | null);
  'message'?: (_sre_trace_v1_Message | null);
  'streamOpened'?: (_sre_trace_v1_StreamOpened | null);
  'streamClosed'?: (_sre_trace_v1_StreamClosed | null);
  'http1'?: (_sre_trace_v1_Http1 | null);
  'finding'?: (_sre_trace_v1_Finding | null);
  'connectionClosed'?: (_sre_trace_v1_ConnectionClosed | null);
  'traceLost'?: (_sre_trace_v1_TraceLost | null);
  'body'?: "connectionOpened"|"frame"|"message"|"streamOpened"|"streamClosed"|"http1"|"finding"|"connectionClosed"|"traceLost";
}

export interface TraceEvent__Output {
  'seq': (number);
  'time': (_google_protobuf_Timestamp__Output | null);
  'offsetMs': (number);
  'conn': (string);
  'connectionOpened'?: (_sre_trace_v1_ConnectionOpened__Output | null);
  'frame'?: (_sre_trace_v1_Frame__Output | null);
  'message'?: (_sre_trace_v1_Message__Output | null);
  'streamOpened'?: (_sre_trace_v1_StreamOpened__Output | null);
  'streamClosed'?: (_sre_trace_v1_StreamClosed__Output | null);
  'http1'?: (_sre_trace_v1_Http1__Output | null);
  'finding'?: (_sre_trace_v1_Finding__Output | null);
  'connectionClosed'?: (_sre_trace_v1_ConnectionClosed__Output | null);
  'traceLost'?: (_sre_trace_v1_TraceLost__Output | null);
}
