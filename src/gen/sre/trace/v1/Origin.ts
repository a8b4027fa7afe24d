// Original file: protos/sre/trace/v1/trace.proto


export interface Origin {
  'origins'?: (string)[];
}

export interface Origin__Output {
  'origins': (string)[];
}
