// Original file: protos/sre/trace/v1/trace_service.proto

import type { Long } from '@grpc/proto-loader';

export interface WatchRequest {
  'filter'?: (string);
  'replay'?: (number);
  'since'?: (number | string | Long);
  '_replay'?: "replay";
  '_since'?: "since";
}

export interface WatchRequest__Output {
  'filter': (string);
  'replay'?: (number);
  'since'?: (number);
}
