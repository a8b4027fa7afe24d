/** grpc.testing.TestService/StreamingOutputCall: the responses that one request asks for. */

import type { TestHandlers } from './handlers.ts';
import { respond } from './responses.ts';

export function createStreamingOutputCall(): TestHandlers['StreamingOutputCall'] {
  return (call) => {
    const { responseParameters } = call.request;
    const mayCompress = responseParameters.some(({ compressed }) => compressed?.value === true);
    void respond(call, mayCompress, async ({ send, failureOf }) => {
      const failure = failureOf(call.request);
      if (failure === undefined) await send(responseParameters);
      return failure;
    });
  };
}
