/**
 * Calls of gRPC that are well, so far. Nearly all are, from their first frame to their last, and no rule has a word for them: their
 * events are held, and forgotten when they have ended well. The first thing about a call that is not plain has it looked at in full,
 * from its first event on, as if it had never been held.
 *
 * What a frame means to its connection is in the facts all the same (`CallOwner.heard`, `heardHalves`).
 */

import type { EventOf, Headers, TraceEvent } from '../trace/event.ts';
import type { ConnectionFacts } from './facts/connection.ts';
import { type KnownHead, knownHead } from './facts/known-head.ts';
import { isPlainRequest, isPlainTrailers, PlainResponses } from './facts/plain-lists.ts';
import { RecentLists } from './facts/recent-lists.ts';
import { HeldCall, isPlainData } from './held-call.ts';
import { HeldCalls } from './held-calls.ts';
import type { FrameEvent } from './rule.ts';
import {
  isOk,
  isPlainMessage,
  isWholeRequest,
  isWholeResponse,
  REQUEST_EVENTS,
  RESPONSE_EVENTS,
} from './unary-halves.ts';

/** What lasts longer is no longer plain: rules ask each second about what lasts. */
const MAX_AGE_MICROSECONDS = 500_000;

/** Stream ids that are used up soon are a matter for a rule. */
const MAX_STREAM_ID = 2 ** 29;

/** RFC 9113 §6.2. */
const END_HEADERS = 0x4;

/** Whose calls they are. */
export interface CallOwner {
  readonly facts: ConnectionFacts;
  /** Of each stream, held or not. */
  begun(event: EventOf<'streamOpened'>, known: KnownHead, headers: Headers, seq: number): void;
  /** It is not plain: its events are what they would have been. */
  release(call: HeldCall): void;
  /** It has ended, and there is nothing to say of it. */
  wentWell(call: HeldCall, event: EventOf<'streamClosed'>): void;
}

export class PlainCalls {
  private readonly owner: CallOwner;
  private readonly facts: ConnectionFacts;
  private readonly held = new HeldCalls();
  private readonly heads = new RecentLists((headers: Headers) => {
    const known = knownHead(headers);
    return { known, isPlain: isPlainRequest(headers, known.head) };
  });
  private readonly responses = new PlainResponses();
  private readonly trailers = new RecentLists(isPlainTrailers);
  /** A plain one, whose `streamOpened` comes next. */
  private request: FrameEvent | undefined = undefined;

  constructor(owner: CallOwner) {
    this.owner = owner;
    this.facts = owner.facts;
  }

  /** @returns of how many events from this one on: half a plain call that came as a whole, or none */
  takeHalf(events: readonly TraceEvent[], at: number): number {
    const event = events[at] as TraceEvent;
    if (event.kind !== 'frame' || event.frame.type !== 'HEADERS' || event.frame.violation !== undefined) return 0;
    const { headers, streamId } = event.frame;
    if (headers?.category === 'RESPONSE') {
      return this.takeResponse(events, at, event, headers, streamId) ? RESPONSE_EVENTS : 0;
    }
    if (headers?.category !== 'REQUEST' || !isWholeRequest(events, at, streamId)) return 0;
    return this.takeRequest(events, at, event, headers) ? REQUEST_EVENTS : 0;
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
        return this.passAll();
    }
  }

  /** @param openedBefore those that began before; all, where it is not given */
  releaseAll(openedBefore = Number.POSITIVE_INFINITY): void {
    if (this.facts.heldStreams === 0) return;
    for (const call of this.held.list()) if (call.openedAt < openedBefore) this.release(call);
  }

  /** A second has passed: what lasts is a matter for rules. */
  tick(time: number): void {
    this.releaseAll(time - MAX_AGE_MICROSECONDS);
  }

  headOf(headers: Headers): KnownHead {
    return this.heads.of(headers).known;
  }

  private takeRequest(events: readonly TraceEvent[], at: number, request: FrameEvent, headers: Headers): boolean {
    const known = this.plainRequest(request, headers);
    if (known === undefined) return false;
    const opened = events[at + 1];
    const data = events[at + 2];
    const message = events[at + 3];
    if (opened?.kind !== 'streamOpened' || data?.kind !== 'frame' || message === undefined) return false;
    this.begin(known, request, headers, opened, [request, opened, data, message], data.frame.length);
    return true;
  }

  /** Its call has ended well with it, and nothing of it needs to be held. */
  private takeResponse(
    events: readonly TraceEvent[],
    at: number,
    head: FrameEvent,
    headers: Headers,
    streamId: number,
  ): boolean {
    const call = this.held.get(streamId);
    if (call === undefined || !isWholeResponse(events, at, streamId)) return false;
    const trailers = events[at + 3];
    const closed = events[at + 4];
    if (trailers?.kind !== 'frame' || closed?.kind !== 'streamClosed') return false;
    if (!call.isWhole || !this.responses.isPlain(headers) || !this.isPlainEnd(trailers.frame.headers)) return false;
    this.facts.server.gaps.prompt += 1;
    call.responseSeq = head.seq;
    return this.ended(call, closed);
  }

  private frame(event: FrameEvent): boolean {
    const { type, streamId, violation } = event.frame;
    if (violation !== undefined) return this.passAll();
    if (type === 'DATA') return this.data(event);
    if (type === 'HEADERS') return this.headers(event);
    // They change nothing that a rule would ask of a call.
    if (type === 'PING' || (type === 'WINDOW_UPDATE' && streamId === 0)) return false;
    if (type === 'WINDOW_UPDATE' || type === 'PRIORITY') return this.pass(this.held.get(streamId));
    return this.passAll();
  }

  private headers(event: FrameEvent): boolean {
    const { headers, flagBits, streamId } = event.frame;
    if (headers === undefined || (flagBits & END_HEADERS) === 0) return this.passAll();
    if (headers.category === 'REQUEST') return this.requested(event, headers);
    const call = this.held.get(streamId);
    if (call === undefined || event.frame.from === 'CLIENT') return this.pass(call);
    const isHead = headers.category === 'RESPONSE';
    if (isHead ? !this.responses.isPlain(headers) : !this.isPlainEnd(headers)) return this.pass(call);
    if (isHead) call.responseSeq = event.seq;
    call.side('SERVER').reached(event.time);
    return this.hold(call, event);
  }

  private isPlainEnd(headers: Headers | undefined): boolean {
    return headers?.category === 'TRAILERS' && this.trailers.of(headers);
  }

  /** @returns what is known of its list, where it is one of a plain call */
  private plainRequest({ frame }: FrameEvent, headers: Headers): KnownHead | undefined {
    const { known, isPlain } = this.heads.of(headers);
    return isPlain && frame.streamId <= MAX_STREAM_ID && this.facts.isUneventful ? known : undefined;
  }

  private requested(event: FrameEvent, headers: Headers): boolean {
    if (this.plainRequest(event, headers) === undefined) return false;
    this.request = event;
    return true;
  }

  private opened(event: EventOf<'streamOpened'>): boolean {
    const { request } = this;
    const headers = request?.frame.headers;
    this.request = undefined;
    if (request?.frame.streamId !== event.streamOpened.streamId || headers === undefined) return false;
    this.begin(this.headOf(headers), request, headers, event, [request, event], 0);
    return true;
  }

  private begin(
    known: KnownHead,
    request: FrameEvent,
    headers: Headers,
    opened: EventOf<'streamOpened'>,
    events: TraceEvent[],
    requestBytes: number,
  ): void {
    const call = new HeldCall(opened, events, requestBytes, this.facts.openStreams + 1, known.head);
    const other = this.held.add(call);
    if (other !== undefined) this.release(other);
    this.facts.heldStreams += 1;
    this.owner.begun(opened, known, headers, request.seq);
    // Its slot may be the last one: who waits for one is a matter for a rule.
    if (!this.facts.isUneventful) this.release(call);
  }

  private data(event: FrameEvent): boolean {
    const { from, streamId, length } = event.frame;
    const call = this.held.get(streamId);
    if (call === undefined || !isPlainData(event, call)) return this.pass(call);
    this.facts.side(from).runs.passed(streamId, length, event.time);
    call.side(from).data(length, event.time);
    return this.hold(call, event);
  }

  private message(event: EventOf<'message'>): boolean {
    const call = this.held.get(event.message.streamId);
    if (call === undefined || !isPlainMessage(event)) return this.pass(call);
    call.side(event.message.from).message(event.message);
    return this.hold(call, event);
  }

  private closed(event: EventOf<'streamClosed'>): boolean {
    const { streamId, how } = event.streamClosed;
    const call = this.held.get(streamId);
    if (call === undefined) return how === 'TRAILERS' ? false : this.passAll();
    if (!isOk(event) || !call.isWhole) return this.passAll();
    return this.ended(call, event);
  }

  /** @returns true */
  private ended(call: HeldCall, event: EventOf<'streamClosed'>): boolean {
    this.forget(call);
    this.facts.client.gaps.prompt += call.promptRequests;
    this.facts.server.gaps.prompt += call.promptResponses;
    this.owner.wentWell(call, event);
    return true;
  }

  private hold(call: HeldCall, event: TraceEvent): boolean {
    if (call.isFull) return this.pass(call);
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
    this.held.remove(call);
    this.facts.heldStreams -= 1;
  }
}
