// Original file: protos/sre/trace/v1/trace.proto


export interface GrpcStatus {
  'code'?: (number);
  'name'?: (string);
  'message'?: (string);
}

export interface GrpcStatus__Output {
  'code': (number);
  'name': (string);
  'message': (string);
}
