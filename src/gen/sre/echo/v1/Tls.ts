// Original file: protos/sre/echo/v1/echo.proto


export interface Tls {
  'version'?: (string);
  'cipher'?: (string);
  'alpn'?: (string);
  'sni'?: (string);
  'clientCertificate'?: (string);
}

export interface Tls__Output {
  'version': (string);
  'cipher': (string);
  'alpn': (string);
  'sni': (string);
  'clientCertificate': (string);
}
