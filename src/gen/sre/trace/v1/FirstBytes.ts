// Original file: protos/sre/trace/v1/trace.proto


export interface FirstBytes {
  'from'?: (string);
  'looksLike'?: (string);
  'tlsAlert'?: (number);
  '_tlsAlert'?: "tlsAlert";
}

export interface FirstBytes__Output {
  'from': (string);
  'looksLike': (string);
  'tlsAlert'?: (number);
}
