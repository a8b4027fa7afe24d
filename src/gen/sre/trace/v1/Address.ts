// Original file: protos/sre/trace/v1/trace.proto


export interface Address {
  'address'?: (string);
  'port'?: (number);
}

export interface Address__Output {
  'address': (string);
  'port': (number);
}
