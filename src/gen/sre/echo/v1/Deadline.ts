// Original file: protos/sre/echo/v1/echo.proto


export interface Deadline {
  'grpcTimeout'?: (string);
  'leftMs'?: (number | string);
}

export interface Deadline__Output {
  'grpcTimeout': (string);
  'leftMs': (number);
}
