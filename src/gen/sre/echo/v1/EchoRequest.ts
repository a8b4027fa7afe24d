// Original file: protos/sre/echo/v1/echo.proto

import type { ResponseField as _sre_echo_v1_ResponseField, ResponseField__Output as _sre_echo_v1_ResponseField__Output } from '../../../sre/echo/v1/ResponseField.ts';
import type { ResponseStatus as _sre_echo_v1_ResponseStatus, ResponseStatus__Output as _sre_echo_v1_ResponseStatus__Output } from '../../../sre/echo/v1/ResponseStatus.ts';

export interface EchoRequest {
  'message'?: (string);
  'count'?: (number);
  'intervalMs'?: (number);
  'payloadBytes'?: (number);
  'responseHeaders'?: (_sre_echo_v1_ResponseField)[];
  'responseTrailers'?: (_sre_echo_v1_ResponseField)[];
  'status'?: (_sre_echo_v1_ResponseStatus | null);
  'gzip'?: (boolean);
  'fault'?: (string);
  '_count'?: "count";
}

export interface EchoRequest__Output {
  'message': (string);
  'count'?: (number);
  'intervalMs': (number);
  'payloadBytes': (number);
  'responseHeaders': (_sre_echo_v1_ResponseField__Output)[];
  'responseTrailers': (_sre_echo_v1_ResponseField__Output)[];
  'status': (_sre_echo_v1_ResponseStatus__Output | null);
  'gzip': (boolean);
  'fault': (string);
}
