// Original file: protos/grpc/testing/messages.proto


export interface StreamingInputCallResponse {
  'aggregatedPayloadSize'?: (number);
}

export interface StreamingInputCallResponse__Output {
  'aggregatedPayloadSize': (number);
}
