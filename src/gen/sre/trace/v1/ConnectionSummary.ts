// Original file: protos/sre/trace/v1/connection.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../../google/protobuf/Timestamp.ts';
import type { ConnectionOpened as _sre_trace_v1_ConnectionOpened, ConnectionOpened__Output as _sre_trace_v1_ConnectionOpened__Output } from '../../../sre/trace/v1/ConnectionOpened.ts';
import type { FrameTotal as _sre_trace_v1_FrameTotal, FrameTotal__Output as _sre_trace_v1_FrameTotal__Output } from '../../../sre/trace/v1/FrameTotal.ts';
import type { ConnectionClosed as _sre_trace_v1_ConnectionClosed, ConnectionClosed__Output as _sre_trace_v1_ConnectionClosed__Output } from '../../../sre/trace/v1/ConnectionClosed.ts';
import type { Long } from '@grpc/proto-loader';

export interface ConnectionSummary {
  'conn'?: (string);
  'openedAt'?: (_google_protobuf_Timestamp | null);
  'opened'?: (_sre_trace_v1_ConnectionOpened | null);
  'recording'?: (string);
  'ageMs'?: (number | string);
  'idleMs'?: (number | string);
  'clientBytes'?: (number | string | Long);
  'serverBytes'?: (number | string | Long);
  'streams'?: (number | string | Long);
  'openStreams'?: (number);
  'frames'?: (_sre_trace_v1_FrameTotal)[];
  'closed'?: (_sre_trace_v1_ConnectionClosed | null);
  '_idleMs'?: "idleMs";
}

export interface ConnectionSummary__Output {
  'conn': (string);
  'openedAt': (_google_protobuf_Timestamp__Output | null);
  'opened': (_sre_trace_v1_ConnectionOpened__Output | null);
  'recording': (string);
  'ageMs': (number);
  'idleMs'?: (number);
  'clientBytes': (number);
  'serverBytes': (number);
  'streams': (number);
  'openStreams': (number);
  'frames': (_sre_trace_v1_FrameTotal__Output)[];
  'closed': (_sre_trace_v1_ConnectionClosed__Output | null);
}
