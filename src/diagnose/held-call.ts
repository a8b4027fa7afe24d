/** A call of gRPC whose events are held, because it is well so far (plain-calls.ts). */

import type { EventOf, Message, Rpc, Side, TraceEvent } from '../trace/event.ts';
import type { RequestHead } from './facts/request-head.ts';
import type { FrameEvent } from './rule.ts';

/** A unary call has nine; who has more is a stream of messages, and is worth facts. */
const MAX_EVENTS = 16;

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

export class HeldCall {
  readonly id: number;
  readonly openedAt: number;
  /** How many streams were open when it began, itself included. */
  readonly openWith: number;
  readonly rpc: Rpc | undefined;
  /** From its request on. */
  readonly events: TraceEvent[];
  /** `seq` of the head of its response; 0 before. */
  responseSeq = 0;
  /** How long its request says that it is; undefined where it does not. */
  private readonly contentLength: string | undefined;
  // Of a request that came as a whole nothing else is to be known, and most responses do: made when they are needed.
  private readonly requestBytes: number;
  private client: HeldSide | undefined = undefined;
  private server: HeldSide | undefined = undefined;

  /** @param events its request, and what came with it. @param requestBytes of DATA in those: whole messages */
  constructor(
    opened: EventOf<'streamOpened'>,
    events: TraceEvent[],
    requestBytes: number,
    openWith: number,
    head: RequestHead,
  ) {
    this.id = opened.streamOpened.streamId;
    this.openedAt = opened.time;
    this.openWith = openWith;
    this.rpc = opened.streamOpened.rpc;
    this.contentLength = head.contentLength;
    this.events = events;
    this.requestBytes = requestBytes;
  }

  side(from: Side): HeldSide {
    if (from === 'SERVER') {
      this.server ??= new HeldSide(this.openedAt);
      return this.server;
    }
    this.client ??= this.requestSide();
    return this.client;
  }

  /** Parts of its request that came at once. */
  get promptRequests(): number {
    return this.client?.prompt ?? (this.requestBytes > 0 ? 1 : 0);
  }

  /** Of its response, but for one that came as a whole. */
  get promptResponses(): number {
    return this.server?.prompt ?? 0;
  }

  get isFull(): boolean {
    return this.events.length >= MAX_EVENTS;
  }

  /** All that was announced has come: by prefixes, and by the request. */
  get isWhole(): boolean {
    const { client, server, contentLength } = this;
    if (client?.isWhole === false || server?.isWhole === false) return false;
    return contentLength === undefined || Number(contentLength) === (client?.dataBytes ?? this.requestBytes);
  }

  private requestSide(): HeldSide {
    const side = new HeldSide(this.openedAt);
    if (this.requestBytes > 0) {
      side.data(this.requestBytes, this.openedAt);
      side.message({ length: this.requestBytes - PREFIX_BYTES });
    }
    return side;
  }
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
