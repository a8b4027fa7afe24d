// Original file: protos/sre/echo/v1/echo.proto

import type { Address as _sre_echo_v1_Address, Address__Output as _sre_echo_v1_Address__Output } from '../../../sre/echo/v1/Address.ts';

export interface ProxyProtocol {
  'version'?: (number);
  'source'?: (_sre_echo_v1_Address | null);
  'destination'?: (_sre_echo_v1_Address | null);
}

export interface ProxyProtocol__Output {
  'version': (number);
  'source': (_sre_echo_v1_Address__Output | null);
  'destination': (_sre_echo_v1_Address__Output | null);
}
