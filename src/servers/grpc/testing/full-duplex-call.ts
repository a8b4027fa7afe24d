/** grpc.testing.TestService/FullDuplexCall: the responses that each request asks for, before the next request is read. */

import type { TestHandlers } from './handlers.ts';
import { respond } from './responses.ts';

export function createFullDuplexCall(): TestHandlers['FullDuplexCall'] {
  return (call) => {
    // What later requests ask for is not known when the response begins.
    const mayCompress = true;
    void respond(call, mayCompress, async ({ send, failureOf }) => {
      // Without destroyOnReturn the end of the requests would be the end of the responses too.
      for await (const request of call.iterator({ destroyOnReturn: false })) {
        const failure = failureOf(request);
        if (failure !== undefined) return failure;
        await send(request.responseParameters);
      }
      return undefined;
    });
  };
}
