// Original file: protos/sre/admin/v1/admin.proto


export interface SetServingRequest {
  'service'?: (string);
  'status'?: (string);
  '_service'?: "service";
}

export interface SetServingRequest__Output {
  'service'?: (string);
  'status': (string);
}
