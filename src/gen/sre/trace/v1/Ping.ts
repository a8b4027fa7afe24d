// Original file: protos/sre/trace/v1/trace.proto


export interface Ping {
  'opaque'?: (string);
  'ack'?: (boolean);
  'rttMs'?: (number | string);
  '_rttMs'?: "rttMs";
}

export interface Ping__Output {
  'opaque': (string);
  'ack': (boolean);
  'rttMs'?: (number);
}
