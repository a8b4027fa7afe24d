// Original file: protos/sre/trace/v1/trace.proto


export interface UnknownPayload {
  'preview'?: (Buffer | Uint8Array | string);
  'truncated'?: (boolean);
}

export interface UnknownPayload__Output {
  'preview': (Buffer);
  'truncated': (boolean);
}
