// Original file: protos/sre/trace/v1/trace_service.proto


export interface GetConnectionRequest {
  'conn'?: (string);
}

export interface GetConnectionRequest__Output {
  'conn': (string);
}
