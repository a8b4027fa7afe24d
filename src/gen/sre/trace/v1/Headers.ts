// Original file: protos/sre/trace/v1/trace.proto

import type { HeaderField as _sre_trace_v1_HeaderField, HeaderField__Output as _sre_trace_v1_HeaderField__Output } from '../../../sre/trace/v1/HeaderField.ts';
import type { Long } from '@grpc/proto-loader';

export interface Headers {
  'category'?: (string);
  'fields'?: (_sre_trace_v1_HeaderField)[];
  'blockLength'?: (number | string | Long);
  'listSize'?: (number | string | Long);
  'tableSize'?: (number | string | Long);
  'incomplete'?: (string);
  '_incomplete'?: "incomplete";
}

export interface Headers__Output {
  'category': (string);
  'fields': (_sre_trace_v1_HeaderField__Output)[];
  'blockLength': (number);
  'listSize': (number);
  'tableSize': (number);
  'incomplete'?: (string);
}
