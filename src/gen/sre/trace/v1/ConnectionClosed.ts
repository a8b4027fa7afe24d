// Original file: protos/sre/trace/v1/trace.proto

import type { FrameTotal as _sre_trace_v1_FrameTotal, FrameTotal__Output as _sre_trace_v1_FrameTotal__Output } from '../../../sre/trace/v1/FrameTotal.ts';
import type { FirstBytes as _sre_trace_v1_FirstBytes, FirstBytes__Output as _sre_trace_v1_FirstBytes__Output } from '../../../sre/trace/v1/FirstBytes.ts';
import type { ClientHello as _sre_trace_v1_ClientHello, ClientHello__Output as _sre_trace_v1_ClientHello__Output } from '../../../sre/trace/v1/ClientHello.ts';
import type { Long } from '@grpc/proto-loader';

export interface ConnectionClosed {
  'endedBy'?: (string);
  'how'?: (string);
  'error'?: (string);
  'frames'?: (_sre_trace_v1_FrameTotal)[];
  'streams'?: (number | string | Long);
  'clientBytes'?: (number | string | Long);
  'serverBytes'?: (number | string | Long);
  'ageMs'?: (number | string);
  'stage'?: (string);
  'openStreams'?: (number | string | Long);
  'origin'?: (string);
  'originReason'?: (string);
  'firstBytes'?: (_sre_trace_v1_FirstBytes)[];
  'clientHello'?: (_sre_trace_v1_ClientHello | null);
  '_endedBy'?: "endedBy";
  '_error'?: "error";
}

export interface ConnectionClosed__Output {
  'endedBy'?: (string);
  'how': (string);
  'error'?: (string);
  'frames': (_sre_trace_v1_FrameTotal__Output)[];
  'streams': (number);
  'clientBytes': (number);
  'serverBytes': (number);
  'ageMs': (number);
  'stage': (string);
  'openStreams': (number);
  'origin': (string);
  'originReason': (string);
  'firstBytes': (_sre_trace_v1_FirstBytes__Output)[];
  'clientHello': (_sre_trace_v1_ClientHello__Output | null);
}
