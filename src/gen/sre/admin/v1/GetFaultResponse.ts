// Original file: protos/sre/admin/v1/admin.proto


export interface GetFaultResponse {
  'fault'?: (string);
  '_fault'?: "fault";
}

export interface GetFaultResponse__Output {
  'fault'?: (string);
}
