// Original file: protos/sre/echo/v1/echo.proto


export interface Address {
  'address'?: (string);
  'port'?: (number);
}

export interface Address__Output {
  'address': (string);
  'port': (number);
}
