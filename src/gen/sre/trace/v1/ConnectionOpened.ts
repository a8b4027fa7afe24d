// Original file: protos/sre/trace/v1/trace.proto

import type { Address as _sre_trace_v1_Address, Address__Output as _sre_trace_v1_Address__Output } from '../../../sre/trace/v1/Address.ts';
import type { Tls as _sre_trace_v1_Tls, Tls__Output as _sre_trace_v1_Tls__Output } from '../../../sre/trace/v1/Tls.ts';
import type { ProxyProtocol as _sre_trace_v1_ProxyProtocol, ProxyProtocol__Output as _sre_trace_v1_ProxyProtocol__Output } from '../../../sre/trace/v1/ProxyProtocol.ts';

export interface ConnectionOpened {
  'listener'?: (string);
  'role'?: (string);
  'protocol'?: (string);
  'peer'?: (_sre_trace_v1_Address | null);
  'local'?: (_sre_trace_v1_Address | null);
  'tls'?: (_sre_trace_v1_Tls | null);
  'proxyProtocol'?: (_sre_trace_v1_ProxyProtocol | null);
  'pairedConn'?: (string);
  '_pairedConn'?: "pairedConn";
}

export interface ConnectionOpened__Output {
  'listener': (string);
  'role': (string);
  'protocol': (string);
  'peer': (_sre_trace_v1_Address__Output | null);
  'local': (_sre_trace_v1_Address__Output | null);
  'tls': (_sre_trace_v1_Tls__Output | null);
  'proxyProtocol': (_sre_trace_v1_ProxyProtocol__Output | null);
  'pairedConn'?: (string);
}
