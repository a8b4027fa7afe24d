import type { handleUnaryCall } from '@grpc/grpc-js';

import { Refusal } from '../refusal.ts';
import { CODE_OF } from './refusal-codes.ts';

/** @param answer may throw a Refusal */
export function unary<Request, Response>(answer: (request: Request) => Response): handleUnaryCall<Request, Response> {
  return ({ request }, reply) => {
    const answered = attempt(() => answer(request));
    if (answered instanceof Refusal) reply({ code: CODE_OF[answered.statusCode], details: answered.message });
    else reply(null, answered);
  };
}

function attempt<Value>(work: () => Value): Value | Refusal {
  try {
    return work();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}
