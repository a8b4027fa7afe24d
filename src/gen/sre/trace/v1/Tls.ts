// Original file: protos/sre/trace/v1/trace.proto


export interface Tls {
  'version'?: (string);
  'cipher'?: (string);
  'alpn'?: (string);
  'sni'?: (string);
  'clientCertificate'?: (string);
  '_version'?: "version";
  '_cipher'?: "cipher";
  '_alpn'?: "alpn";
  '_sni'?: "sni";
  '_clientCertificate'?: "clientCertificate";
}

export interface Tls__Output {
  'version'?: (string);
  'cipher'?: (string);
  'alpn'?: (string);
  'sni'?: (string);
  'clientCertificate'?: (string);
}
