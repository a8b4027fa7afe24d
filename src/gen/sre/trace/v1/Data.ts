// Original file: protos/sre/trace/v1/trace.proto


export interface Data {
  'padding'?: (number);
  'preview'?: (Buffer | Uint8Array | string);
  'truncated'?: (boolean);
}

export interface Data__Output {
  'padding': (number);
  'preview': (Buffer);
  'truncated': (boolean);
}
