// Original file: protos/sre/trace/v1/connection.proto

import type { HeaderTableEntry as _sre_trace_v1_HeaderTableEntry, HeaderTableEntry__Output as _sre_trace_v1_HeaderTableEntry__Output } from '../../../sre/trace/v1/HeaderTableEntry.ts';

export interface HeaderTableState {
  'size'?: (number);
  'maxSize'?: (number);
  'entries'?: (_sre_trace_v1_HeaderTableEntry)[];
}

export interface HeaderTableState__Output {
  'size': (number);
  'maxSize': (number);
  'entries': (_sre_trace_v1_HeaderTableEntry__Output)[];
}
