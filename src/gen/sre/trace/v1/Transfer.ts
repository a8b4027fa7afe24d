// Original file: protos/sre/trace/v1/trace.proto

import type { Long } from '@grpc/proto-loader';

export interface Transfer {
  'messages'?: (number | string | Long);
  'bytes'?: (number | string | Long);
}

export interface Transfer__Output {
  'messages': (number);
  'bytes': (number);
}
