/** The methods of grpc.testing.TestService that there are. */

import type { TestServiceHandlers } from '../../../gen/grpc/testing/TestService.ts';

export type TestHandlers = Pick<
  TestServiceHandlers,
  | 'EmptyCall'
  | 'UnaryCall'
  | 'CacheableUnaryCall'
  | 'StreamingOutputCall'
  | 'StreamingInputCall'
  | 'FullDuplexCall'
  | 'HalfDuplexCall'
>;
