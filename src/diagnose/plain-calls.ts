/**
 * Calls of gRPC that are well, so far. Nearly all are, from their first frame to their last, and no rule has a word for them: their
 * events are held, and forgotten when they have ended well. The first thing about a call that is not plain has it looked at in full,
 * from its first event on, as if it had never been held.
 *
 * What a frame means to its connection is in the facts all the same (hearing.ts).
 */

import type { EventOf, Headers, TraceEvent } from '../trace/event.ts';
import {
  END_EVENTS,
  endBehind,
  HEAD_EVENTS,
  isOk,
  isPlainMessage,
  isWholeMessage,
  MESSAGE_EVENTS,
  openingBehind,
  REQUEST_EVENTS,
} from './call-parts.ts';
import type { ConnectionFacts } from './facts/connection.ts';
import { type KnownHead, knownHead } from './facts/known-head.ts';
import { isPlainRequest, isPlainTrailers, PlainResponses } from './facts/plain-lists.ts';
import { RecentLists } from './facts/recent-lists.ts';
import { HeldCall, isPlainData } from './held-call.ts';
import { HeldCalls } from './held-calls.ts';
import type { FrameEvent } from './rule.ts';

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

  /** @returns of how many events from this one on: a part of a plain call that came in one piece, or none */
  takePart(events: readonly TraceEvent[], at: number): number {
    const event = events[at] as TraceEvent;
    if (event.kind !== 'frame' || event.frame.violation !== undefined) return 0;
    const { type, headers, streamId } = event.frame;
    if (type === 'DATA') return this.takeMessage(events, at, event) ? MESSAGE_EVENTS : 0;
    if (type !== 'HEADERS' || headers === undefined) return 0;
    if (headers.category === 'RESPONSE') return this.takeHead(event, headers) ? HEAD_EVENTS : 0;
    if (headers.category === 'TRAILERS') return this.takeEnd(events, at, streamId, headers) ? END_EVENTS : 0;
    if (headers.category !== 'REQUEST') return 0;
    return this.takeRequest(event, headers, openingBehind(events, at, streamId)) ? REQUEST_EVENTS : 0;
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

  private takeRequest(request: FrameEvent, headers: Headers, opened: EventOf<'streamOpened'> | undefined): boolean {
    const known = this.plainRequest(request, headers);
    if (known === undefined || opened === undefined) return false;
    this.begin(known, request, headers, opened);
    return true;
  }

  private takeHead(head: FrameEvent, headers: Headers): boolean {
    const call = this.held.get(head.frame.streamId);
    return call !== undefined && this.responses.isPlain(headers) && call.responded(head);
  }

  private takeMessage(events: readonly TraceEvent[], at: number, data: FrameEvent): boolean {
    const { time, frame } = data;
    const { streamId, from, length } = frame;
    const call = this.held.get(streamId);
    const message = events[at + 1];
    if (call === undefined || message?.kind !== 'message') return false;
    if (!isWholeMessage(events, at, streamId, from) || !call.said(data, message)) return false;
    this.facts.side(from).runs.passed(streamId, length, time);
    return true;
  }

  /** Its call has ended well with it, and nothing of it needs to be held. */
  private takeEnd(events: readonly TraceEvent[], at: number, streamId: number, trailers: Headers): boolean {
    const closed = endBehind(events, at, streamId);
    const call = this.held.get(streamId);
    if (closed === undefined || call === undefined) return false;
    return call.isWhole && this.trailers.of(trailers) && this.ended(call, closed);
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
    if (headers.category !== 'TRAILERS' || !this.trailers.of(headers)) return this.pass(call);
    call.side('SERVER').reached(event.time);
    return this.hold(call, event);
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
    this.begin(this.headOf(headers), request, headers, event);
    return true;
  }

  private begin(known: KnownHead, request: FrameEvent, headers: Headers, opened: EventOf<'streamOpened'>): void {
    const call = new HeldCall(request, opened, this.facts.openStreams + 1, known);
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
    return call.hold(event) || this.pass(call);
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
