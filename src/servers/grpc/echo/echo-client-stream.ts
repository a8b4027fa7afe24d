/** sre.echo.v1.EchoService/EchoClientStream: replies once, when the client has half-closed, with the last message. */

import { Answer } from './answer.ts';
import type { EchoContext } from './context.ts';
import type { EchoHandlers } from './handlers.ts';
import type { ReplyPlan } from './reply-plan.ts';

/** What a client that sent nothing asked for. */
const NOTHING = { message: '', payloadBytes: 0 };

export function createEchoClientStream({ seenOf, statusOf }: EchoContext): EchoHandlers['EchoClientStream'] {
  return (call, reply) => {
    const seen = seenOf(call);
    const answer = new Answer(call, statusOf);
    let received = 0;
    let last: ReplyPlan | undefined;
    let hasEnded = false;
    const fail = (failure: Parameters<typeof reply>[0]) => {
      hasEnded = true;
      reply(failure);
    };
    call.on('data', (request) => {
      received++;
      seen.received(request);
      // What the client sends behind the end is read, so that it learns of the end, and dropped.
      if (hasEnded) return;
      try {
        last = answer.take(request);
      } catch (refusal) {
        fail(refusal as Error);
        return;
      }
      const failure = answer.isFailureDue(received) ? answer.failure : undefined;
      if (failure !== undefined) fail(failure);
    });
    call.on('end', () => {
      if (hasEnded) return;
      const { failure, trailers } = answer;
      if (failure !== undefined) return reply(failure);
      if (last !== undefined) answer.beforeReply(last);
      const { message, payloadBytes } = last ?? NOTHING;
      reply(null, { message, payloadBytes, seen: seen.at(received === 0 ? undefined : received - 1) }, trailers);
    });
  };
}
