/** sre.echo.v1.EchoService/Echo: one request, one reply. */

import { Answer } from './answer.ts';
import type { EchoContext } from './context.ts';
import { afterFault } from './fault.ts';
import type { EchoHandlers } from './handlers.ts';

export function createEcho({ seenOf, statusOf, faultOf }: EchoContext): EchoHandlers['Echo'] {
  return (call, reply) => {
    const seen = seenOf(call);
    seen.received(call.request);
    const answer = new Answer(call, statusOf);
    const goOn = () => {
      try {
        const plan = answer.take(call.request);
        const { failure, trailers } = answer;
        if (failure !== undefined) return reply(failure);
        answer.beforeReply(plan);
        reply(null, { message: plan.message, payloadBytes: plan.payloadBytes, seen: seen.at(0) }, trailers);
      } catch (refusal) {
        reply(refusal as Error);
      }
    };
    afterFault(call.request.fault, (text) => faultOf(call, text), { goOn, fail: reply });
  };
}
