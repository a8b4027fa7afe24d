// Original file: protos/sre/trace/v1/trace.proto

import type { Long } from '@grpc/proto-loader';

export interface FrameTotal {
  'from'?: (string);
  'type'?: (string);
  'count'?: (number | string | Long);
}

export interface FrameTotal__Output {
  'from': (string);
  'type': (string);
  'count': (number);
}
