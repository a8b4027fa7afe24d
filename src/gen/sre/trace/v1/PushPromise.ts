// Original file: protos/sre/trace/v1/trace.proto


export interface PushPromise {
  'promisedStreamId'?: (number);
}

export interface PushPromise__Output {
  'promisedStreamId': (number);
}
