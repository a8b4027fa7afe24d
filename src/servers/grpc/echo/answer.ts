/** The answer to one call, as its requests ask for it. */

import type { Metadata } from '@grpc/grpc-js';

import type { EchoRequest__Output as EchoRequest } from '../../../gen/sre/echo/v1/EchoRequest.ts';
import { acceptedEncodings, streamOfCall } from '../call-facts.ts';
import { compressReplies, type ReplyCompression } from '../response-compression.ts';
import { quoted, Refusal } from './refusal.ts';
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
  private compression: ReplyCompression | undefined;
  private status: ChosenStatus | undefined;
  private latestTrailers: Metadata | undefined;

  constructor(call: CallWithHeaders, statusOf: StatusOf) {
    this.call = call;
    this.statusOf = statusOf;
  }

  /** The next request of the call. @throws Refusal, with nothing sent for it */
  take(request: EchoRequest): ReplyPlan {
    const plan = planOf(request, this.statusOf);
    if (!this.hasBegun) this.begin(plan);
    else this.goOn(plan);
    this.hasBegun = true;
    this.status = plan.status ?? this.status;
    this.latestTrailers = plan.trailers ?? this.latestTrailers;
    return plan;
  }

  /** To be called before each reply to a request, whose plan it is. */
  beforeReply({ gzip }: ReplyPlan): void {
    this.compression?.next(gzip);
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

  private begin({ gzip, headers }: ReplyPlan): void {
    if (gzip) this.compression = compressed(this.call);
    if (headers !== undefined) this.call.sendMetadata(headers);
  }

  private goOn({ gzip, headers }: ReplyPlan): void {
    const late =
      headers !== undefined ? 'response_headers' : gzip && this.compression === undefined ? 'gzip' : undefined;
    if (late !== undefined) throw new Refusal(`${late} in a later request: expected in the first one of the call`);
  }
}

/** @throws Refusal where the client does not take gzip */
function compressed(call: object): ReplyCompression {
  const compression = compressReplies(call);
  if (compression !== undefined) return compression;
  const stream = streamOfCall(call);
  const accepted = stream === undefined ? [] : acceptedEncodings(stream);
  throw new Refusal(`gzip: grpc-accept-encoding of the client is ${quoted(accepted.join())}: expected gzip in it`);
}
