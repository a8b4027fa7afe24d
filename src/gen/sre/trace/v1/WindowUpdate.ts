// Original file: protos/sre/trace/v1/trace.proto


export interface WindowUpdate {
  'increment'?: (number);
}

export interface WindowUpdate__Output {
  'increment': (number);
}
