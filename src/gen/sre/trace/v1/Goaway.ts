// Original file: protos/sre/trace/v1/trace.proto


export interface Goaway {
  'lastStreamId'?: (number);
  'error'?: (string);
  'errorCode'?: (number);
  'debug'?: (string);
}

export interface Goaway__Output {
  'lastStreamId': (number);
  'error': (string);
  'errorCode': (number);
  'debug': (string);
}
