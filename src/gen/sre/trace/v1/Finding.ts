// Original file: protos/sre/trace/v1/trace.proto

import type { Long } from '@grpc/proto-loader';

export interface Finding {
  'rule'?: (string);
  'severity'?: (string);
  'title'?: (string);
  'explanation'?: (string);
  'advice'?: (string);
  'streamId'?: (number);
  'evidence'?: (number | string | Long)[];
  'spec'?: (string)[];
  '_streamId'?: "streamId";
}

export interface Finding__Output {
  'rule': (string);
  'severity': (string);
  'title': (string);
  'explanation': (string);
  'advice': (string);
  'streamId'?: (number);
  'evidence': (number)[];
  'spec': (string)[];
}
