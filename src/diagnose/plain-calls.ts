/**
 * Calls of gRPC that are well, so far. Nearly all are, from their first frame to their last, and no rule has a word for them: their
 * events are held, and forgotten when they have ended well. The first thing about a call that is not plain has it looked at in full,
 * from its first event on, as if it had never been held.
 *
 * What a frame means to its connection is in the facts all the same, when it comes.
 */

import type { EventOf, Headers, Rpc, TraceEvent } from '../trace/event.ts';
import type { ConnectionFacts } from './facts/connection.ts';
import { type KnownHead, knownHead } from './facts/known-head.ts';
import { LONG_MESSAGE_BYTES } from './facts/message-progress.ts';
import { isPlainRequest, isPlainTrailers, PlainResponses } from './facts/plain-lists.ts';
import { RecentLists } from './facts/recent-lists.ts';
import type { RequestHead } from './facts/request-head.ts';
import type { FrameEvent } from './rule.ts';

/** A unary call has nine; who has more is a stream of messages, and is worth facts. */
const MAX_EVENTS = 16;

/** What lasts longer is no longer plain: rules ask each second about what lasts. */
const MAX_AGE_MICROSECONDS = 500_000;

/** A pause within a call that a rule may ask about. */
const NO_PAUSE_MICROSECONDS = 2_000;

/** Stream ids that are used up soon are a matter for a rule. */
const MAX_STREAM_ID = 2 ** 29;

/** RFC 9113 §6.1, §6.2. */
const END_HEADERS = 0x4;
const PADDED = 0x8;

/** Of gRPC PROTOCOL-HTTP2, Length-Prefixed-Message. */
const PREFIX_BYTES = 5;

/** What one side of a held call has sent. */
class HeldSide {
  dataBytes = 0;
  /** Of whole messages, with their prefixes. */
  messageBytes = 0;
  dataFrames = 0;
  /** Parts that came at once, as facts/write-gaps.ts counts them. */
  prompt = 0;
  lastAt: number;

  constructor(openedAt: number) {
    this.lastAt = openedAt;
  }
}

export class HeldCall {
  readonly id: number;
  readonly openedAt: number;
  /** How many streams were open when it began, itself included. */
  readonly openWith: number;
  readonly rpc: Rpc | undefined;
  /** How long its request says that it is; undefined where it does not. */
  readonly contentLength: string | undefined;
  /** From its request on. */
  readonly events: TraceEvent[];
  readonly client: HeldSide;
  readonly server: HeldSide;
  responseSeq = 0;

  constructor(request: FrameEvent, opened: EventOf<'streamOpened'>, openWith: number, head: RequestHead) {
    this.id = opened.streamOpened.streamId;
    this.openedAt = request.time;
    this.openWith = openWith;
    this.rpc = opened.streamOpened.rpc;
    this.contentLength = head.contentLength;
    this.events = [request, opened];
    this.client = new HeldSide(request.time);
    this.server = new HeldSide(request.time);
  }
}

/** Whose calls they are. */
export interface CallOwner {
  readonly facts: ConnectionFacts;
  /** Of each stream, held or not. */
  begun(event: EventOf<'streamOpened'>, known: KnownHead, headers: Headers, seq: number): void;
  /** It is not plain: its events are what they would have been. */
  release(call: HeldCall): void;
  /** It has ended, and there is nothing to say of it. */
  wentWell(call: HeldCall, event: EventOf<'streamClosed'>, rpc: Rpc | undefined): void;
}

export class PlainCalls {
  private readonly owner: CallOwner;
  private readonly facts: ConnectionFacts;
  private readonly held = new Map<number, HeldCall>();
  private readonly heads = new RecentLists((headers: Headers) => {
    const known = knownHead(headers);
    return { known, isPlain: isPlainRequest(headers, known.head) };
  });
  private readonly responses = new PlainResponses();
  private readonly trailers = new RecentLists(isPlainTrailers);
  /** A plain one, whose `streamOpened` comes next. */
  private request: FrameEvent | undefined = undefined;
  /** The call of the last event: most belong to the same as the one before. */
  private last: HeldCall | undefined = undefined;

  constructor(owner: CallOwner) {
    this.owner = owner;
    this.facts = owner.facts;
  }

  /** @returns whether it is one of a call that is plain so far, so that nobody else needs to see it */
  take(event: TraceEvent): boolean {
    switch (event.kind) {
      case 'frame':
        return this.frame(event);
      case 'message':
        return this.message(event);
      case 'streamOpened':
        return this.opened(event);
      case 'streamClosed':
        return this.closed(event);
      default:
        this.releaseAll();
        return false;
    }
  }

  /** @param openedBefore those that began before; all, where it is not given */
  releaseAll(openedBefore = Number.POSITIVE_INFINITY): void {
    for (const call of this.held.values()) if (call.openedAt < openedBefore) this.release(call);
  }

  /** A second has passed: what lasts is a matter for rules. */
  tick(time: number): void {
    this.releaseAll(time - MAX_AGE_MICROSECONDS);
  }

  headOf(headers: Headers): KnownHead {
    return this.heads.of(headers).known;
  }

  private frame(event: FrameEvent): boolean {
    const { type, streamId, violation } = event.frame;
    if (violation !== undefined) return this.passAll();
    if (type === 'DATA') return this.data(event);
    if (type === 'HEADERS') return this.headers(event);
    // They change nothing that a rule would ask of a call.
    if (type === 'PING' || (type === 'WINDOW_UPDATE' && streamId === 0)) return false;
    if (type === 'WINDOW_UPDATE' || type === 'PRIORITY') return this.pass(this.find(streamId));
    return this.passAll();
  }

  private headers(event: FrameEvent): boolean {
    const { headers, flagBits, streamId } = event.frame;
    if (headers === undefined || (flagBits & END_HEADERS) === 0) return this.passAll();
    if (headers.category === 'REQUEST') return this.requested(event, headers);
    const call = this.find(streamId);
    if (call === undefined || event.frame.from === 'CLIENT') return this.pass(call);
    if (headers.category === 'RESPONSE') {
      if (!this.responses.isPlain(headers)) return this.pass(call);
      call.responseSeq = event.seq;
    } else if (headers.category !== 'TRAILERS' || !this.trailers.of(headers)) {
      return this.pass(call);
    }
    call.server.lastAt = event.time;
    return this.hold(call, event);
  }

  private requested(event: FrameEvent, headers: Headers): boolean {
    if (!this.heads.of(headers).isPlain || event.frame.streamId > MAX_STREAM_ID || !this.facts.isUneventful)
      return false;
    this.request = event;
    return true;
  }

  private opened(event: EventOf<'streamOpened'>): boolean {
    const { request } = this;
    const headers = request?.frame.headers;
    this.request = undefined;
    if (request?.frame.streamId !== event.streamOpened.streamId || headers === undefined) return false;
    const known = this.headOf(headers);
    const call = new HeldCall(request, event, this.facts.openStreams + 1, known.head);
    this.held.set(call.id, call);
    this.last = call;
    this.facts.heldStreams += 1;
    this.owner.begun(event, known, headers, request.seq);
    // Its slot may be the last one: who waits for one is a matter for a rule.
    if (!this.facts.isUneventful) this.release(call);
    return true;
  }

  private data(event: FrameEvent): boolean {
    const { from, streamId, flagBits, length, window } = event.frame;
    const call = this.find(streamId);
    if (call === undefined) return false;
    const side = from === 'CLIENT' ? call.client : call.server;
    const hasCredit = window?.stream !== undefined && window.stream > 0 && window.connection > 0;
    const isWhole = side.dataBytes === side.messageBytes;
    const isPrompt = event.time - side.lastAt < NO_PAUSE_MICROSECONDS || (side.dataFrames > 0 && length > 0);
    if (!hasCredit || !isWhole || !isPrompt || (flagBits & PADDED) !== 0) return this.pass(call);
    if (side.dataFrames === 0 || length === 0) side.prompt += 1;
    this.facts.side(from).runs.passed(streamId, length, event.time);
    side.dataBytes += length;
    side.dataFrames += 1;
    side.lastAt = event.time;
    return this.hold(call, event);
  }

  private message(event: EventOf<'message'>): boolean {
    const { from, streamId, compressed, length } = event.message;
    const call = this.find(streamId);
    if (call === undefined) return false;
    if (compressed || length >= LONG_MESSAGE_BYTES) return this.pass(call);
    (from === 'CLIENT' ? call.client : call.server).messageBytes += length + PREFIX_BYTES;
    return this.hold(call, event);
  }

  private closed(event: EventOf<'streamClosed'>): boolean {
    const { streamId, how, grpcStatus } = event.streamClosed;
    const call = this.find(streamId);
    if (call === undefined) {
      if (how !== 'TRAILERS') this.releaseAll();
      return false;
    }
    if (how !== 'TRAILERS' || grpcStatus?.code !== 0 || !isWhole(call)) return this.passAll();
    this.forget(call);
    this.facts.client.gaps.prompt += call.client.prompt;
    this.facts.server.gaps.prompt += call.server.prompt;
    this.owner.wentWell(call, event, call.rpc);
    return true;
  }

  private hold(call: HeldCall, event: TraceEvent): boolean {
    if (call.events.length >= MAX_EVENTS) return this.pass(call);
    call.events.push(event);
    return true;
  }

  /** The event is no longer one of a plain call. @returns false */
  private pass(call: HeldCall | undefined): boolean {
    if (call !== undefined) this.release(call);
    return false;
  }

  /** It may be about any stream. @returns false */
  private passAll(): boolean {
    this.releaseAll();
    return false;
  }

  private release(call: HeldCall): void {
    this.forget(call);
    this.owner.release(call);
  }

  private forget(call: HeldCall): void {
    this.held.delete(call.id);
    this.last = undefined;
    this.facts.heldStreams -= 1;
  }

  private find(id: number): HeldCall | undefined {
    if (this.last?.id !== id) this.last = this.held.get(id);
    return this.last;
  }
}

/** All that was announced has come: by prefixes, and by the request. */
function isWhole({ client, server, contentLength }: HeldCall): boolean {
  if (client.dataBytes !== client.messageBytes || server.dataBytes !== server.messageBytes) return false;
  return contentLength === undefined || Number(contentLength) === client.dataBytes;
}
