/** grpc.testing.TestService/HalfDuplexCall: the responses that all requests ask for, when the client has half-closed. */

import type { ResponseParameters__Output as ResponseParameters } from '../../../gen/grpc/testing/ResponseParameters.ts';
import type { TestHandlers } from './handlers.ts';
import { invalid } from './refusals.ts';
import { countRefusal, respond } from './responses.ts';

export function createHalfDuplexCall(): TestHandlers['HalfDuplexCall'] {
  return (call) => {
    const mayCompress = true;
    void respond(call, mayCompress, async ({ send, failureOf }) => {
      const asked: ResponseParameters[] = [];
      for await (const request of call.iterator({ destroyOnReturn: false })) {
        const failure = failureOf(request);
        if (failure !== undefined) return failure;
        for (const parameters of request.responseParameters) asked.push(parameters);
        const refusal = countRefusal(asked.length);
        if (refusal !== undefined) return invalid(refusal);
      }
      await send(asked);
      return undefined;
    });
  };
}
