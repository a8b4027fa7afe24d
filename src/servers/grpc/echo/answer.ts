/** The answer to one call, as its requests ask for it. */

import type { Metadata } from '@grpc/grpc-js';

import type { EchoRequest__Output as EchoRequest } from '../../../gen/sre/echo/v1/EchoRequest.ts';
import { Refusal } from './refusal.ts';
import { planOf, type ReplyPlan } from './reply-plan.ts';
import { type ChosenStatus, type FailedEnd, failedEnd, type StatusOf } from './response-status.ts';

interface CallWithHeaders {
  sendMetadata(metadata: Metadata): void;
}

/** One for a call. It sends the response headers, and knows the end; messages are for the handlers. */
export class Answer {
  private readonly call: CallWithHeaders;
  private readonly statusOf: StatusOf;
  private hasBegun = false;
  private status: ChosenStatus | undefined;
  private latestTrailers: Metadata | undefined;

  constructor(call: CallWithHeaders, statusOf: StatusOf) {
    this.call = call;
    this.statusOf = statusOf;
  }

  /** The next request of the call. @throws Refusal, with nothing sent for it */
  take(request: EchoRequest): ReplyPlan {
    const plan = planOf(request, this.statusOf);
    if (plan.headers !== undefined) {
      if (this.hasBegun)
        throw new Refusal('response_headers in a later request: expected in the first one of the call');
      this.call.sendMetadata(plan.headers);
    }
    this.hasBegun = true;
    this.status = plan.status ?? this.status;
    this.latestTrailers = plan.trailers ?? this.latestTrailers;
    return plan;
  }

  /** Of a call that ends with OK. */
  get trailers(): Metadata | undefined {
    return this.latestTrailers;
  }

  /** Undefined: the call ends with OK. */
  get failure(): FailedEnd | undefined {
    return this.status === undefined ? undefined : failedEnd(this.status, this.latestTrailers);
  }

  /** Whether the call is to fail now, after so many messages. */
  isFailureDue(messages: number): boolean {
    return this.status !== undefined && messages >= this.status.afterMessages;
  }
}
