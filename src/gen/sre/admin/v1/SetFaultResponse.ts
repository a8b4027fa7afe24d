// Original file: protos/sre/admin/v1/admin.proto


export interface SetFaultResponse {
  'fault'?: (string);
  '_fault'?: "fault";
}

export interface SetFaultResponse__Output {
  'fault'?: (string);
}
