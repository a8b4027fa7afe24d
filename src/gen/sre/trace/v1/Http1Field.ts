// Original file: protos/sre/trace/v1/trace.proto


export interface Http1Field {
  'name'?: (string);
  'value'?: (string);
  'redacted'?: (boolean);
}

export interface Http1Field__Output {
  'name': (string);
  'value': (string);
  'redacted': (boolean);
}
