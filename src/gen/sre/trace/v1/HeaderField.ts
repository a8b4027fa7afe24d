// Original file: protos/sre/trace/v1/trace.proto


export interface HeaderField {
  'name'?: (string);
  'value'?: (string);
  'redacted'?: (boolean);
  'representation'?: (string);
  'index'?: (number);
}

export interface HeaderField__Output {
  'name': (string);
  'value': (string);
  'redacted': (boolean);
  'representation': (string);
  'index': (number);
}
