// Original file: protos/sre/trace/v1/trace.proto


export interface PriorityUpdate {
  'prioritizedStreamId'?: (number);
  'fieldValue'?: (string);
}

export interface PriorityUpdate__Output {
  'prioritizedStreamId': (number);
  'fieldValue': (string);
}
