// Original file: protos/sre/trace/v1/trace.proto


export interface ClientHello {
  'sni'?: (string);
  'alpn'?: (string)[];
  '_sni'?: "sni";
}

export interface ClientHello__Output {
  'sni'?: (string);
  'alpn': (string)[];
}
