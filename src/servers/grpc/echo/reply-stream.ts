/** The replies of one call that streams them. */

import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

import type { ServerDuplexStream, ServerWritableStream } from '@grpc/grpc-js';

import type { EchoRequest__Output as EchoRequest } from '../../../gen/sre/echo/v1/EchoRequest.ts';
import { Answer } from './answer.ts';
import type { EchoReply } from './reply.ts';
import type { ReplyPlan } from './reply-plan.ts';
import type { StatusOf } from './response-status.ts';

type Call = ServerWritableStream<EchoRequest, EchoReply> | ServerDuplexStream<EchoRequest, EchoReply>;

interface ReplyStreamOptions {
  /** Where a request does not say. */
  readonly defaultCount: number;
  /** Encodes what the server saw, for the n-th reply to a request, from 0. */
  readonly seenOfReply: (n: number) => Uint8Array;
  readonly statusOf: StatusOf;
}

/** Sends no faster than the client reads, and nothing more when the call is cancelled. */
export class ReplyStream {
  private readonly call: Call;
  private readonly options: ReplyStreamOptions;
  private readonly answer: Answer;
  private readonly cancelled = new AbortController();
  private sent = 0;
  private hasEnded = false;

  constructor(call: Call, options: ReplyStreamOptions) {
    this.call = call;
    this.options = options;
    this.answer = new Answer(call, options.statusOf);
    call.on('cancelled', () => this.cancelled.abort());
  }

  /** Sends the replies to a request, or ends the call where it is refused. Resolves when the next request may come; never rejects. */
  async reply(request: EchoRequest): Promise<void> {
    if (this.hasEnded) return;
    try {
      await this.send(this.answer.take(request));
      if (this.answer.isFailureDue(this.sent)) this.end();
    } catch (error) {
      if (!this.cancelled.signal.aborted) this.fail(error);
    }
  }

  /** Of the call, as its requests asked for it. */
  end(): void {
    if (this.hasEnded || this.call.cancelled) return;
    const { failure, trailers } = this.answer;
    this.hasEnded = true;
    if (failure === undefined) this.call.end(trailers);
    else this.fail(failure);
  }

  private async send(plan: ReplyPlan): Promise<void> {
    const { message, payloadBytes, count = this.options.defaultCount, intervalMs } = plan;
    const { signal } = this.cancelled;
    for (let n = 0; n < count && !this.call.cancelled && !this.answer.isFailureDue(this.sent); n++) {
      if (n > 0 && intervalMs > 0) await sleep(intervalMs, undefined, { signal });
      this.sent++;
      this.answer.beforeReply(plan);
      const hasRoom = this.call.write({ message, payloadBytes, seen: this.options.seenOfReply(n) });
      if (!hasRoom) await once(this.call, 'drain', { signal });
    }
  }

  /** grpc-js sends what was written, and then this as the status. */
  private fail(status: unknown): void {
    this.hasEnded = true;
    this.call.emit('error', status);
  }
}
