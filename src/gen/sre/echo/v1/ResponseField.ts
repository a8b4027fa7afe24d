// Original file: protos/sre/echo/v1/echo.proto


export interface ResponseField {
  'name'?: (string);
  'value'?: (string);
}

export interface ResponseField__Output {
  'name': (string);
  'value': (string);
}
