// Original file: protos/sre/trace/v1/connection.proto


export interface HeaderTableEntry {
  'index'?: (number);
  'name'?: (string);
  'value'?: (string);
  'redacted'?: (boolean);
}

export interface HeaderTableEntry__Output {
  'index': (number);
  'name': (string);
  'value': (string);
  'redacted': (boolean);
}
