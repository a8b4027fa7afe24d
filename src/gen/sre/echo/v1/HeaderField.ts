// Original file: protos/sre/echo/v1/echo.proto


export interface HeaderField {
  'name'?: (string);
  'value'?: (string);
  'redacted'?: (boolean);
}

export interface HeaderField__Output {
  'name': (string);
  'value': (string);
  'redacted': (boolean);
}
