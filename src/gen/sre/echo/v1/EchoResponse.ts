// Original file: protos/sre/echo/v1/echo.proto

import type { Seen as _sre_echo_v1_Seen, Seen__Output as _sre_echo_v1_Seen__Output } from '../../../sre/echo/v1/Seen.ts';

export interface EchoResponse {
  'message'?: (string);
  'seen'?: (_sre_echo_v1_Seen | null);
  'payload'?: (Buffer | Uint8Array | string);
}

export interface EchoResponse__Output {
  'message': (string);
  'seen': (_sre_echo_v1_Seen__Output | null);
  'payload': (Buffer);
}
