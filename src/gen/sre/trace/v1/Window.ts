// Original file: protos/sre/trace/v1/trace.proto

import type { Long } from '@grpc/proto-loader';

export interface Window {
  'connection'?: (number | string | Long);
  'stream'?: (number | string | Long);
  '_stream'?: "stream";
}

export interface Window__Output {
  'connection': (number);
  'stream'?: (number);
}
