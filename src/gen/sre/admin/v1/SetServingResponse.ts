// Original file: protos/sre/admin/v1/admin.proto


export interface SetServingResponse {
  'ready'?: (boolean);
  'services'?: ({[key: string]: string});
}

export interface SetServingResponse__Output {
  'ready': (boolean);
  'services': ({[key: string]: string});
}
