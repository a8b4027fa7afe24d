// Original file: protos/sre/trace/v1/trace.proto

import type { Long } from '@grpc/proto-loader';

export interface TraceLost {
  'reason'?: (string);
  'from'?: (string);
  'dropped'?: (number | string | Long);
  'firstSeq'?: (number | string | Long);
  'lastSeq'?: (number | string | Long);
  '_from'?: "from";
  '_firstSeq'?: "firstSeq";
  '_lastSeq'?: "lastSeq";
}

export interface TraceLost__Output {
  'reason': (string);
  'from'?: (string);
  'dropped': (number);
  'firstSeq'?: (number);
  'lastSeq'?: (number);
}
