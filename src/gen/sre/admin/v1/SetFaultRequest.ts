// Original file: protos/sre/admin/v1/admin.proto


export interface SetFaultRequest {
  'fault'?: (string);
}

export interface SetFaultRequest__Output {
  'fault': (string);
}
