// Original file: protos/sre/trace/v1/trace.proto


export interface Setting {
  'id'?: (string);
  'code'?: (number);
  'value'?: (number);
}

export interface Setting__Output {
  'id': (string);
  'code': (number);
  'value': (number);
}
