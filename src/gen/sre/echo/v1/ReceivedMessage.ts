// Original file: protos/sre/echo/v1/echo.proto


export interface ReceivedMessage {
  'wireBytes'?: (number);
  'compressed'?: (boolean);
  'messageBytes'?: (number);
}

export interface ReceivedMessage__Output {
  'wireBytes': (number);
  'compressed': (boolean);
  'messageBytes': (number);
}
