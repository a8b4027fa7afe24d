// Original file: protos/sre/trace/v1/trace.proto


export interface RstStream {
  'error'?: (string);
  'errorCode'?: (number);
}

export interface RstStream__Output {
  'error': (string);
  'errorCode': (number);
}
