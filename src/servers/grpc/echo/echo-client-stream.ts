/** sre.echo.v1.EchoService/EchoClientStream: replies once, when the client has half-closed, with the last message. */

import type { EchoRequest__Output as EchoRequest } from '../../../gen/sre/echo/v1/EchoRequest.ts';
import { Answer } from './answer.ts';
import type { EchoContext } from './context.ts';
import { afterFault, refuseLateFault } from './fault.ts';
import type { EchoHandlers } from './handlers.ts';
import type { ReplyPlan } from './reply-plan.ts';

/** What a client that sent nothing asked for. */
const NOTHING = { message: '', payloadBytes: 0 };

export function createEchoClientStream({ seenOf, statusOf, faultOf }: EchoContext): EchoHandlers['EchoClientStream'] {
  return (call, reply) => {
    const seen = seenOf(call);
    const answer = new Answer(call, statusOf);
    let received = 0;
    let last: ReplyPlan | undefined;
    let hasEnded = false;
    let isHeld = false;
    let isComplete = false;

    const fail = (failure: Parameters<typeof reply>[0]) => {
      hasEnded = true;
      reply(failure);
      call.resume();
    };
    const take = (request: EchoRequest) => {
      try {
        if (received > 1) refuseLateFault(request.fault);
        last = answer.take(request);
        const failure = answer.isFailureDue(received) ? answer.failure : undefined;
        if (failure !== undefined) fail(failure);
      } catch (refusal) {
        fail(refusal as Error);
      }
    };
    const finish = () => {
      // Node tells of the end of the requests when the last of them is handed out, whose fault may be under way.
      isComplete = true;
      if (hasEnded || isHeld) return;
      const { failure, trailers } = answer;
      if (failure !== undefined) return reply(failure);
      if (last !== undefined) answer.beforeReply(last);
      const { message, payloadBytes } = last ?? NOTHING;
      reply(null, { message, payloadBytes, seen: seen.at(received === 0 ? undefined : received - 1) }, trailers);
    };
    /** The first request: nothing more is read before its fault has been done. */
    const takeFirst = (request: EchoRequest) => {
      call.pause();
      isHeld = true;
      const goOn = () => {
        isHeld = false;
        take(request);
        call.resume();
        if (isComplete) finish();
      };
      afterFault(request.fault, (text) => faultOf(call, text), { goOn, fail });
    };

    call.on('data', (request) => {
      received++;
      seen.received(request);
      // What the client sends behind the end is read, so that it learns of the end, and dropped.
      if (hasEnded) return;
      if (received === 1) takeFirst(request);
      else take(request);
    });
    call.on('end', finish);
  };
}
