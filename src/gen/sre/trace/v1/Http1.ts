// Original file: protos/sre/trace/v1/trace.proto

import type { Http1Field as _sre_trace_v1_Http1Field, Http1Field__Output as _sre_trace_v1_Http1Field__Output } from '../../../sre/trace/v1/Http1Field.ts';
import type { Long } from '@grpc/proto-loader';

export interface Http1 {
  'from'?: (string);
  'stage'?: (string);
  'index'?: (number);
  'startLine'?: (string);
  'fields'?: (_sre_trace_v1_Http1Field)[];
  'bodyLength'?: (number | string | Long);
  'trailers'?: (_sre_trace_v1_Http1Field)[];
  '_bodyLength'?: "bodyLength";
}

export interface Http1__Output {
  'from': (string);
  'stage': (string);
  'index': (number);
  'startLine': (string);
  'fields': (_sre_trace_v1_Http1Field__Output)[];
  'bodyLength'?: (number);
  'trailers': (_sre_trace_v1_Http1Field__Output)[];
}
