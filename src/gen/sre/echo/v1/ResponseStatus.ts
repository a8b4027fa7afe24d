// Original file: protos/sre/echo/v1/echo.proto

import type { Code as _google_rpc_Code, Code__Output as _google_rpc_Code__Output } from '../../../google/rpc/Code.ts';
import type { Any as _google_protobuf_Any, Any__Output as _google_protobuf_Any__Output } from '../../../google/protobuf/Any.ts';

export interface ResponseStatus {
  'code'?: (_google_rpc_Code);
  'message'?: (string);
  'details'?: (_google_protobuf_Any)[];
  'afterMessages'?: (number);
  '_afterMessages'?: "afterMessages";
}

export interface ResponseStatus__Output {
  'code': (_google_rpc_Code__Output);
  'message': (string);
  'details': (_google_protobuf_Any__Output)[];
  'afterMessages'?: (number);
}
