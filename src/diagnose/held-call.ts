/** A call of gRPC whose events are held, because it is well so far (plain-calls.ts). */

import type { EventOf, Message, Rpc, Side, TraceEvent } from '../trace/event.ts';
import type { KnownHead } from './facts/known-head.ts';
import type { FrameEvent } from './rule.ts';

/** Beside a request, a response, and a message of each; who has more is a stream of messages, and is worth facts. */
const MAX_OTHERS = 8;

/** Of gRPC PROTOCOL-HTTP2, Length-Prefixed-Message. */
export const PREFIX_BYTES = 5;

/** A pause within a call that a rule may ask about. */
const NO_PAUSE_MICROSECONDS = 2_000;

/** What one side of a held call has sent. */
class HeldSide {
  dataBytes = 0;
  /** Of whole messages, with their prefixes. */
  private messageBytes = 0;
  /** Parts that came at once, as facts/write-gaps.ts counts them. */
  prompt = 0;
  private dataFrames = 0;
  private at: number;

  constructor(openedAt: number) {
    this.at = openedAt;
  }

  /** No message has begun that is not complete. */
  get isWhole(): boolean {
    return this.dataBytes === this.messageBytes;
  }

  reached(time: number): void {
    this.at = time;
  }

  /** @returns whether DATA of this length comes without a pause, where none is to be made */
  isPrompt(length: number, time: number): boolean {
    return time - this.at < NO_PAUSE_MICROSECONDS || (this.dataFrames > 0 && length > 0);
  }

  data(length: number, time: number): void {
    if (this.dataFrames === 0 || length === 0) this.prompt += 1;
    this.dataFrames += 1;
    this.dataBytes += length;
    this.at = time;
  }

  message({ length }: Pick<Message, 'length'>): void {
    this.messageBytes += length + PREFIX_BYTES;
  }
}

/**
 * Most calls are a request with one message, and a response with one: those are kept as they came. What each side has sent is added up
 * only where something else comes.
 */
export class HeldCall {
  readonly id: number;
  readonly openedAt: number;
  /** How many streams were open when it began, itself included. */
  readonly openWith: number;
  readonly known: KnownHead;
  /** `seq` of the head of its response; 0 before. */
  responseSeq = 0;
  private readonly request: FrameEvent;
  private readonly opened: EventOf<'streamOpened'>;
  private asked: FrameEvent | undefined = undefined;
  private askedMessage: EventOf<'message'> | undefined = undefined;
  private head: FrameEvent | undefined = undefined;
  private answer: FrameEvent | undefined = undefined;
  private answerMessage: EventOf<'message'> | undefined = undefined;
  /** What came behind those. */
  private readonly others: TraceEvent[] = [];
  private client: HeldSide | undefined = undefined;
  private server: HeldSide | undefined = undefined;

  constructor(request: FrameEvent, opened: EventOf<'streamOpened'>, openWith: number, known: KnownHead) {
    this.id = opened.streamOpened.streamId;
    this.openedAt = opened.time;
    this.openWith = openWith;
    this.known = known;
    this.request = request;
    this.opened = opened;
  }

  get rpc(): Rpc | undefined {
    return this.opened.streamOpened.rpc;
  }

  /** All that is held, in its order. */
  get events(): readonly TraceEvent[] {
    const { request, opened, asked, askedMessage, head, answer, answerMessage, others } = this;
    const all = [request, opened, asked, askedMessage, head, answer, answerMessage, ...others];
    return all.filter((event) => event !== undefined);
  }

  /** @returns false where no more can be held */
  hold(event: TraceEvent): boolean {
    if (this.others.length >= MAX_OTHERS) return false;
    this.others.push(event);
    return true;
  }

  /** The head of its response has come. @returns false where it cannot be held */
  responded(head: FrameEvent): boolean {
    this.responseSeq = head.seq;
    if (this.others.length === 0) {
      this.head = head;
      return true;
    }
    this.side('SERVER').reached(head.time);
    return this.hold(head);
  }

  /** DATA with one message has come. @returns false where it cannot be held */
  said(data: FrameEvent, message: EventOf<'message'>): boolean {
    const { time, frame } = data;
    if (this.others.length === 0 && this.isFirst(data)) {
      this.keep(data, message);
      return true;
    }
    const side = this.side(frame.from);
    if (this.others.length + 2 > MAX_OTHERS || !side.isWhole || !side.isPrompt(frame.length, time)) return false;
    side.data(frame.length, time);
    side.message(message.message);
    this.others.push(data, message);
    return true;
  }

  side(from: Side): HeldSide {
    if (from === 'SERVER') {
      this.server ??= sideOf(this.head?.time ?? this.openedAt, this.answer);
      return this.server;
    }
    this.client ??= sideOf(this.openedAt, this.asked);
    return this.client;
  }

  /** Parts of its request that came at once. */
  get promptRequests(): number {
    return this.client?.prompt ?? (this.asked === undefined ? 0 : 1);
  }

  /** Of its response. */
  get promptResponses(): number {
    return this.server?.prompt ?? (this.answer === undefined ? 0 : 1);
  }

  /** All that was announced has come: by prefixes, and by the request. */
  get isWhole(): boolean {
    const { client, server, known, asked } = this;
    if (client?.isWhole === false || server?.isWhole === false) return false;
    const { contentLength } = known.head;
    return contentLength === undefined || Number(contentLength) === (client?.dataBytes ?? asked?.frame.length ?? 0);
  }

  /** The first message of its side, in its place, and without a pause in front of it. */
  private isFirst({ time, frame }: FrameEvent): boolean {
    const { asked, head, answer, openedAt } = this;
    if (frame.from === 'CLIENT') {
      return asked === undefined && head === undefined && time - openedAt < NO_PAUSE_MICROSECONDS;
    }
    return head !== undefined && answer === undefined && time - head.time < NO_PAUSE_MICROSECONDS;
  }

  private keep(data: FrameEvent, message: EventOf<'message'>): void {
    if (data.frame.from === 'CLIENT') {
      this.asked = data;
      this.askedMessage = message;
    } else {
      this.answer = data;
      this.answerMessage = message;
    }
  }
}

/** @param first DATA of a whole message, where one was kept */
function sideOf(begunAt: number, first: FrameEvent | undefined): HeldSide {
  const side = new HeldSide(begunAt);
  if (first !== undefined) {
    side.data(first.frame.length, first.time);
    side.message({ length: first.frame.length - PREFIX_BYTES });
  }
  return side;
}

/** There is credit left, it continues no message, and it comes without a pause. */
export function isPlainData({ time, frame }: FrameEvent, call: HeldCall): boolean {
  const side = call.side(frame.from);
  return hasCredit(frame) && side.isWhole && side.isPrompt(frame.length, time);
}

/** RFC 9113 §6.1. */
const PADDED = 0x8;

/** DATA without padding that uses up no window. */
export function hasCredit({ flagBits, window }: FrameEvent['frame']): boolean {
  if (window?.stream === undefined || window.stream <= 0 || window.connection <= 0) return false;
  return (flagBits & PADDED) === 0;
}
