// Original file: protos/sre/echo/v1/echo.proto

import type { Address as _sre_echo_v1_Address, Address__Output as _sre_echo_v1_Address__Output } from '../../../sre/echo/v1/Address.ts';
import type { Tls as _sre_echo_v1_Tls, Tls__Output as _sre_echo_v1_Tls__Output } from '../../../sre/echo/v1/Tls.ts';
import type { HeaderField as _sre_echo_v1_HeaderField, HeaderField__Output as _sre_echo_v1_HeaderField__Output } from '../../../sre/echo/v1/HeaderField.ts';
import type { Deadline as _sre_echo_v1_Deadline, Deadline__Output as _sre_echo_v1_Deadline__Output } from '../../../sre/echo/v1/Deadline.ts';
import type { ProxyProtocol as _sre_echo_v1_ProxyProtocol, ProxyProtocol__Output as _sre_echo_v1_ProxyProtocol__Output } from '../../../sre/echo/v1/ProxyProtocol.ts';
import type { ReceivedMessage as _sre_echo_v1_ReceivedMessage, ReceivedMessage__Output as _sre_echo_v1_ReceivedMessage__Output } from '../../../sre/echo/v1/ReceivedMessage.ts';
import type { Identity as _sre_echo_v1_Identity, Identity__Output as _sre_echo_v1_Identity__Output } from '../../../sre/echo/v1/Identity.ts';

export interface Seen {
  'connectionId'?: (string);
  'streamId'?: (number);
  'peer'?: (_sre_echo_v1_Address | null);
  'tls'?: (_sre_echo_v1_Tls | null);
  'metadata'?: (_sre_echo_v1_HeaderField)[];
  'deadline'?: (_sre_echo_v1_Deadline | null);
  'messageIndex'?: (number);
  'connectionAgeMs'?: (number | string);
  'requestNumber'?: (number);
  'proxyProtocol'?: (_sre_echo_v1_ProxyProtocol | null);
  'authority'?: (string);
  'encoding'?: (string);
  'acceptEncoding'?: (string);
  'attempt'?: (number);
  'headerListBytes'?: (number);
  'received'?: (_sre_echo_v1_ReceivedMessage | null);
  'identity'?: (_sre_echo_v1_Identity | null);
  '_messageIndex'?: "messageIndex";
}

export interface Seen__Output {
  'connectionId': (string);
  'streamId': (number);
  'peer': (_sre_echo_v1_Address__Output | null);
  'tls': (_sre_echo_v1_Tls__Output | null);
  'metadata': (_sre_echo_v1_HeaderField__Output)[];
  'deadline': (_sre_echo_v1_Deadline__Output | null);
  'messageIndex'?: (number);
  'connectionAgeMs': (number);
  'requestNumber': (number);
  'proxyProtocol': (_sre_echo_v1_ProxyProtocol__Output | null);
  'authority': (string);
  'encoding': (string);
  'acceptEncoding': (string);
  'attempt': (number);
  'headerListBytes': (number);
  'received': (_sre_echo_v1_ReceivedMessage__Output | null);
  'identity': (_sre_echo_v1_Identity__Output | null);
}
