// Original file: protos/sre/trace/v1/trace.proto


export interface Violation {
  'error'?: (string);
  'errorCode'?: (number);
  'scope'?: (string);
  'reason'?: (string);
  'spec'?: (string);
}

export interface Violation__Output {
  'error': (string);
  'errorCode': (number);
  'scope': (string);
  'reason': (string);
  'spec': (string);
}
