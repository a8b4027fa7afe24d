// Original file: protos/sre/trace/v1/trace.proto


export interface Rpc {
  'service'?: (string);
  'method'?: (string);
}

export interface Rpc__Output {
  'service': (string);
  'method': (string);
}
