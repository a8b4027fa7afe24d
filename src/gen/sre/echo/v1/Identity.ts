// Original file: protos/sre/echo/v1/echo.proto


export interface Identity {
  'hostname'?: (string);
  'pod'?: (string);
  'namespace'?: (string);
  'node'?: (string);
  'version'?: (string);
}

export interface Identity__Output {
  'hostname': (string);
  'pod': (string);
  'namespace': (string);
  'node': (string);
  'version': (string);
}
