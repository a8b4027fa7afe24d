// Original file: protos/sre/echo/v1/echo.proto


export interface EchoRequest {
  'message'?: (string);
  'count'?: (number);
  'intervalMs'?: (number);
  '_count'?: "count";
}

export interface EchoRequest__Output {
  'message': (string);
  'count'?: (number);
  'intervalMs': (number);
}
