// Original file: protos/sre/trace/v1/trace.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../../google/protobuf/Timestamp.ts';
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
  'id'?: (string);
  'count'?: (number | string | Long);
  'firstTime'?: (_google_protobuf_Timestamp | null);
  'lastTime'?: (_google_protobuf_Timestamp | null);
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
  'id': (string);
  'count': (number);
  'firstTime': (_google_protobuf_Timestamp__Output | null);
  'lastTime': (_google_protobuf_Timestamp__Output | null);
}
