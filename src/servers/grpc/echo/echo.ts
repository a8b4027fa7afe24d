/** sre.echo.v1.EchoService/Echo: one request, one reply. */

import { Answer } from './answer.ts';
import type { EchoContext } from './context.ts';
import type { EchoHandlers } from './handlers.ts';

export function createEcho({ seenOf, statusOf }: EchoContext): EchoHandlers['Echo'] {
  return (call, reply) => {
    const seen = seenOf(call);
    seen.received(call.request);
    const answer = new Answer(call, statusOf);
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
}
