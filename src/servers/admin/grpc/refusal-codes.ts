import { status } from '@grpc/grpc-js';

import type { RefusalCode } from '../refusal.ts';

/** https://github.com/googleapis/googleapis/blob/master/google/rpc/code.proto has the HTTP status beside each code. */
export const CODE_OF: Readonly<Record<RefusalCode, status>> = {
  400: status.INVALID_ARGUMENT,
  401: status.UNAUTHENTICATED,
  403: status.PERMISSION_DENIED,
  404: status.NOT_FOUND,
  409: status.FAILED_PRECONDITION,
  429: status.RESOURCE_EXHAUSTED,
  503: status.UNAVAILABLE,
};
