// Original file: protos/sre/admin/v1/admin.proto


export interface ClearFaultResponse {
  'fault'?: (string);
  '_fault'?: "fault";
}

export interface ClearFaultResponse__Output {
  'fault'?: (string);
}
