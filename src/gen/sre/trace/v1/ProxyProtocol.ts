// Original file: protos/sre/trace/v1/trace.proto

import type { Address as _sre_trace_v1_Address, Address__Output as _sre_trace_v1_Address__Output } from '../../../sre/trace/v1/Address.ts';

export interface ProxyProtocol {
  'version'?: (number);
  'source'?: (_sre_trace_v1_Address | null);
  'destination'?: (_sre_trace_v1_Address | null);
}

export interface ProxyProtocol__Output {
  'version': (number);
  'source': (_sre_trace_v1_Address__Output | null);
  'destination': (_sre_trace_v1_Address__Output | null);
}
