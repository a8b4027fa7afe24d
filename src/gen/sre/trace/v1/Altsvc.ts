// Original file: protos/sre/trace/v1/trace.proto


export interface Altsvc {
  'origin'?: (string);
  'fieldValue'?: (string);
}

export interface Altsvc__Output {
  'origin': (string);
  'fieldValue': (string);
}
