// Original file: protos/sre/admin/v1/admin.proto


export interface ListServingResponse {
  'ready'?: (boolean);
  'services'?: ({[key: string]: string});
}

export interface ListServingResponse__Output {
  'ready': (boolean);
  'services': ({[key: string]: string});
}
