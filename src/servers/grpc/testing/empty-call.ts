/** grpc.testing.TestService/EmptyCall: a reply of no bytes. */

import { echoedTrailers, echoInitialMetadata } from './echo-metadata.ts';
import type { TestHandlers } from './handlers.ts';

export function createEmptyCall(): TestHandlers['EmptyCall'] {
  return (call, reply) => {
    echoInitialMetadata(call);
    reply(null, {}, echoedTrailers(call));
  };
}
