/** The replies of one call that streams them. */

import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

import type { ServerDuplexStream, ServerWritableStream } from '@grpc/grpc-js';

import type { EchoRequest__Output as EchoRequest } from '../../../gen/sre/echo/v1/EchoRequest.ts';
import type { FaultOfField } from '../fault-field.ts';
import { Answer } from './answer.ts';
import { refuseLateFault } from './fault.ts';
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
  readonly faultOf: FaultOfField;
}

/** Sends no faster than the client reads, and nothing more when the call is cancelled. */
export class ReplyStream {
  private readonly call: Call;
  private readonly options: ReplyStreamOptions;
  private readonly answer: Answer;
  private readonly cancelled = new AbortController();
  private sent = 0;
  private requests = 0;
  private isReplying = false;
  private isToEnd = false;
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
    this.isReplying = true;
    await this.replyOrFail(request);
    this.isReplying = false;
    if (this.isToEnd) this.end();
  }

  private async replyOrFail(request: EchoRequest): Promise<void> {
    try {
      this.requests++;
      if (request.fault !== '' && !(await this.isToBeAnswered(request.fault))) return;
      await this.send(this.answer.take(request));
      if (this.answer.isFailureDue(this.sent)) this.isToEnd = true;
    } catch (error) {
      if (!this.cancelled.signal.aborted) this.fail(error);
    }
  }

  /** Of the call, as its requests asked for it. */
  end(): void {
    // Node tells of the end of the requests when the last of them is handed out, which need not be answered yet.
    this.isToEnd = true;
    if (this.isReplying || this.hasEnded || this.call.cancelled) return;
    const { failure, trailers } = this.answer;
    this.hasEnded = true;
    if (failure === undefined) this.call.end(trailers);
    else this.fail(failure);
  }

  /** @throws what the fault of the request makes of the call; or Refusal */
  private async isToBeAnswered(fault: string): Promise<boolean> {
    if (this.requests > 1) refuseLateFault(fault);
    const verdict = await this.options.faultOf(this.call, fault);
    if (typeof verdict === 'object') throw verdict;
    if (verdict === 'LEAVE') this.hasEnded = true;
    return verdict === 'GO_ON';
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
