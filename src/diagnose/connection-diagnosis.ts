/** The diagnosis of one connection: each event goes into the facts, then the rules are asked that watch what happened. */

import type { EventOf, Frame, Headers, TraceEvent } from '../trace/event.ts';
import { Asker } from './asker.ts';
import type { Causes, Found } from './causes.ts';
import { ConnectionFacts } from './facts/connection.ts';
import { errorBodyOf } from './facts/error-body.ts';
import type { KnownHead } from './facts/known-head.ts';
import type { MessagePrefix } from './facts/message-progress.ts';
import type { Pairs } from './facts/pairs.ts';
import type { Peers } from './facts/peers.ts';
import { RecentLists } from './facts/recent-lists.ts';
import { responseHead } from './facts/response-head.ts';
import { StreamFacts } from './facts/stream.ts';
import type { Traffic } from './facts/traffic.ts';
import { hasHandler, isFailed } from './failed.ts';
import { heard, heardPart, heardPlain } from './hearing.ts';
import type { HeldCall } from './held-call.ts';
import { type CallOwner, PlainCalls } from './plain-calls.ts';
import type { FrameEvent } from './rule.ts';
import type { Table } from './table.ts';

/** As many as the trace follows (trace/stream-table.ts): here only so that nothing rests on that. */
const MAX_STREAMS = 16_384;

/** RFC 9113 §6.1, §6.2, §6.5, §6.7. */
const END_STREAM = 0x1;
const ACK = 0x1;
const PADDED = 0x8;

/** RFC 9113 §6.5.2. */
const MAX_CONCURRENT_STREAMS = 3;

/** What is known across connections. */
export interface Shared {
  readonly pairs: Pairs;
  readonly peers: Peers;
  readonly traffic: Traffic;
}

export class ConnectionDiagnosis implements CallOwner {
  readonly facts: ConnectionFacts;
  private readonly table: Table;
  private readonly asker: Asker;
  private readonly pairs: Pairs;
  private readonly peers: Peers;
  private readonly traffic: Traffic;
  private readonly plain: PlainCalls;
  private readonly trailers = new RecentLists(responseHead);
  /** Of the request whose `streamOpened` comes next. */
  private requestHeaders: Headers | undefined = undefined;
  private requestSeq = 0;
  /** A block whose HEADERS frame had END_STREAM goes on in CONTINUATION frames, which have no such flag, RFC 9113 §6.10. */
  private readonly blockEnds = { CLIENT: false, SERVER: false };
  /** What comes is of a call that was held: what it means to the others is known. */
  private isPast = false;
  /** The stream of the last event: most belong to the same as the one before. */
  private last: StreamFacts | undefined = undefined;

  constructor(event: EventOf<'connectionOpened'>, table: Table, causes: Causes, shared: Shared) {
    this.facts = new ConnectionFacts(event.conn, event.connectionOpened, event.time, event.seq);
    this.table = table;
    this.asker = new Asker(this.facts, table, causes);
    this.pairs = shared.pairs;
    this.peers = shared.peers;
    this.traffic = shared.traffic;
    this.plain = new PlainCalls(this);
  }

  /** The connection has opened. */
  begin(out: Found[]): void {
    const { asker, facts, table } = this;
    asker.tell(out);
    asker.time = facts.openedAt;
    this.pairs.opened(facts);
    asker.ask(table.connectionOpened, facts.opened);
    asker.askPeer(this.peers.opened(facts));
  }

  /** @param out takes what was found, in its order */
  take(events: readonly TraceEvent[], out: Found[]): void {
    this.asker.tell(out);
    for (let i = 0; i < events.length; ) {
      const count = this.plain.takePart(events, i);
      if (count > 0) heardPart(this.facts, events, i, count);
      else this.one(events, i);
      i += Math.max(count, 1);
    }
  }

  private one(events: readonly TraceEvent[], at: number): void {
    const event = events[at] as TraceEvent;
    if (this.plain.take(event)) {
      if (event.kind === 'frame') heardPlain(this.facts, event, events.length - at);
      return;
    }
    if (event.kind === 'frame') heard(this.facts, event);
    this.asker.time = event.time;
    this.event(event);
  }

  /** To be called each second while it is open. */
  tick(time: number, out: Found[]): void {
    this.asker.tell(out);
    this.plain.tick(time);
    this.asker.time = time;
    this.peers.count(this.facts);
    this.asker.ask(this.table.tick, undefined);
  }

  /** Rules are asked as they would have been, with the times of the events. */
  release({ events, openWith }: HeldCall): void {
    const { time } = this.asker;
    this.isPast = true;
    for (const event of events) {
      this.asker.time = event.time;
      if (event.kind === 'streamOpened') this.addStream(event, openWith);
      else this.event(event);
    }
    this.isPast = false;
    this.asker.time = time;
  }

  wentWell(call: HeldCall, { time, streamClosed }: EventOf<'streamClosed'>): void {
    const { id, known, responseSeq } = call;
    this.traffic.call(streamClosed.firstByteMs, responseSeq);
    if (!known.isServed && call.rpc !== undefined) this.facts.served.add(call.rpc);
    known.isServed = true;
    this.ended(id, time);
  }

  private event(event: TraceEvent): void {
    switch (event.kind) {
      case 'frame':
        this.frame(event);
        break;
      case 'message':
        this.message(event);
        break;
      case 'streamOpened':
        this.streamOpened(event);
        break;
      case 'streamClosed':
        this.streamClosed(event);
        break;
      case 'http1':
        this.http1(event);
        break;
      case 'traceLost':
        this.asker.ask(this.table.traceLost, event);
        break;
      case 'connectionClosed':
        this.connectionClosed(event);
        break;
      case 'connectionOpened':
      case 'finding':
        break;
    }
  }

  private frame(event: FrameEvent): void {
    const { frame } = event;
    this.body(event, frame);
    if (frame.violation !== undefined) this.violated(event);
  }

  private violated(event: FrameEvent): void {
    const stream = this.stream(event.frame.streamId);
    if (stream !== undefined) stream.violated(event.frame.from, event.seq);
    this.asker.ask(this.table.violation, event);
  }

  private body(event: FrameEvent, frame: Frame): void {
    switch (frame.type) {
      case 'DATA':
        this.data(event);
        break;
      case 'HEADERS':
      case 'CONTINUATION':
      case 'PUSH_PROMISE':
        this.headersFrame(event);
        break;
      case 'SETTINGS':
        this.settings(event);
        break;
      case 'PING':
        this.ping(event);
        break;
      case 'GOAWAY':
        this.facts.side(frame.from).goaway(event, this.facts.openStreams);
        this.asker.ask(this.table.goaway, event);
        break;
      case 'RST_STREAM':
        this.reset(event);
        break;
      case 'WINDOW_UPDATE':
        this.credit(event);
        break;
      default:
        break;
    }
  }

  private data(event: FrameEvent): void {
    const { time, seq, frame } = event;
    const { from, streamId, flagBits, length, data, window } = frame;
    const isLast = (flagBits & END_STREAM) !== 0;
    const stream = this.stream(streamId);
    if (stream === undefined) {
      this.late(event, length, isLast);
      return;
    }
    const side = stream.side(from);
    const content = length - ((flagBits & PADDED) === 0 ? 0 : (data?.padding ?? 0) + 1);
    if (window?.stream !== undefined && (length > 0 || isLast)) side.spent(window.stream, isLast, time, seq);
    this.facts.side(from).gaps.data(side, stream.openedAt, length, time, seq);
    if (!this.isPast) this.facts.side(from).runs.data(streamId, side, length, time, seq);
    side.reached(time, seq, isLast);
    side.dataFrames += 1;
    if (from === 'SERVER' && data !== undefined) stream.errorBody?.data(data.preview);
    if (data === undefined || !stream.isGrpc) {
      side.dataBytes += content;
      return;
    }
    const prefix = side.data(content, data);
    if (prefix !== undefined) this.messageBegan(stream, event, prefix);
  }

  private messageBegan(stream: StreamFacts, { time, seq, frame }: FrameEvent, prefix: MessagePrefix): void {
    const { from } = frame;
    const { flag, length } = prefix;
    const side = stream.side(from);
    if (flag <= 1 && length > (side.longest?.length ?? 0)) side.longest = { length, seq, time };
    this.asker.ask(this.table.messageBegan, { stream, from, seq, ...prefix });
  }

  private headersFrame(event: FrameEvent): void {
    const { time, seq, frame } = event;
    const { from, headers } = frame;
    if (frame.type !== 'CONTINUATION') {
      this.blockEnds[from] = frame.type === 'HEADERS' && (frame.flagBits & END_STREAM) !== 0;
    }
    const side = this.facts.side(from);
    side.blocks.frame(event);
    if (headers === undefined) return;
    side.headers(event, headers);
    if (headers.category === 'REQUEST' || headers.category === 'PUSH') {
      this.requestHeaders = headers;
      this.requestSeq = seq;
      return;
    }
    const stream = this.stream(frame.streamId);
    if (stream === undefined) {
      this.late(event, 0, this.blockEnds[from]);
      return;
    }
    stream.side(from).reached(time, seq, this.blockEnds[from]);
    if (from === 'SERVER') this.respond(stream, headers, seq);
  }

  /** On a stream that has ended: what the server sends behind the client's RST_STREAM is work for nobody. */
  private late({ seq, frame }: FrameEvent, dataBytes: number, isLast: boolean): void {
    const abandoned = frame.from === 'SERVER' ? this.facts.abandoned.get(frame.streamId) : undefined;
    if (abandoned === undefined) return;
    abandoned.late(seq, dataBytes, frame.headers && responseHead(frame.headers), isLast);
    this.asker.ask(this.table.late, abandoned);
  }

  private respond(stream: StreamFacts, headers: Headers, seq: number): void {
    stream.headers = headers;
    if (headers.category === 'RESPONSE') {
      const response = responseHead(headers);
      stream.responded(response, this.asker.time, seq);
      stream.errorBody = errorBodyOf(response, stream.isGrpc);
      this.asker.ask(this.table.response, stream);
    } else if (headers.category === 'TRAILERS') {
      stream.trailers = this.trailers.of(headers);
      stream.trailersSeq = seq;
      this.asker.ask(this.table.trailers, stream);
    }
    stream.headers = undefined;
  }

  private settings(event: FrameEvent): void {
    const { from, flagBits } = event.frame;
    if ((flagBits & ACK) === 0) this.facts.side(from).announce(event);
    else this.facts.otherThan(from).settingsAckedAt ??= event.time;
    this.asker.ask(this.table.settings, event);
  }

  private ping(event: FrameEvent): void {
    const { from, ping } = event.frame;
    if (ping?.ack !== true) {
      this.facts.side(from).pings.sent(event, this.facts.openStreams);
      if (from === 'CLIENT') this.facts.pingStrikes.ping(event.time, this.facts.openStreams);
    } else {
      this.facts.otherThan(from).pings.acknowledged(event);
      if (from === 'SERVER' && ping.rttMs !== undefined) this.traffic.ping(ping.rttMs, event.seq);
    }
    this.asker.ask(this.table.ping, event);
  }

  private reset(event: FrameEvent): void {
    const { from, streamId, rstStream } = event.frame;
    this.facts.side(from).resets += 1;
    this.facts.side(from).resetBudget.spend(event.time);
    const stream = this.stream(streamId);
    if (stream !== undefined && rstStream !== undefined) {
      const reset = { seq: event.seq, time: event.time, ...rstStream };
      stream.resets = { [from]: reset, ...stream.resets };
    }
    this.asker.ask(this.table.reset, event);
  }

  private credit({ time, seq, frame }: FrameEvent): void {
    const { from, streamId, window } = frame;
    this.facts.side(from).credits.add(frame.windowUpdate?.increment ?? 0, seq);
    if (window === undefined) return;
    const sender = from === 'CLIENT' ? 'SERVER' : 'CLIENT';
    if (streamId === 0) this.facts.side(sender).window.credited(window.connection, time);
    else if (window.stream !== undefined) this.stream(streamId)?.side(sender).window.credited(window.stream, time);
  }

  private message({ message }: EventOf<'message'>): void {
    const side = this.stream(message.streamId)?.side(message.from);
    if (side === undefined) return;
    side.messageCount += 1;
    side.message(message.length);
  }

  private streamOpened(event: EventOf<'streamOpened'>): void {
    const { facts, requestHeaders: headers, requestSeq } = this;
    if (headers === undefined || facts.openStreams >= MAX_STREAMS) return;
    this.begun(event, this.plain.headOf(headers), headers, requestSeq);
    this.addStream(event, facts.openStreams + 1);
  }

  /** What a request means to its connection, whatever becomes of it. */
  begun({ time, streamOpened }: EventOf<'streamOpened'>, known: KnownHead, headers: Headers, seq: number): void {
    const { facts } = this;
    const { streamId, rpc } = streamOpened;
    facts.streamCount += 1;
    facts.isRpc ||= rpc !== undefined;
    facts.idleSince = undefined;
    facts.lastRequest = known.head;
    if (known.head.proxy === 'Envoy') this.traffic.proxied('Envoy', facts.opened.peer.address, seq);
    if ((streamId & 1) === 1) {
      facts.concurrency.opened(facts.server.settings.get(MAX_CONCURRENT_STREAMS), time);
      if (streamId > facts.highestStreamId) facts.highestStreamId = streamId;
    }
    this.asker.time = time;
    this.asker.askHead(known, headers, seq, streamId);
  }

  private addStream({ time, streamOpened }: EventOf<'streamOpened'>, openWith: number): void {
    const { facts, requestHeaders: headers, requestSeq } = this;
    this.requestHeaders = undefined;
    if (headers === undefined) return;
    const { head } = this.plain.headOf(headers);
    const stream = new StreamFacts(streamOpened, head, headers, time, requestSeq, openWith);
    const requester = (stream.id & 1) === 1 ? 'CLIENT' : 'SERVER';
    stream.side(requester).ended = this.blockEnds[requester];
    facts.streams.set(stream.id, stream);
    this.last = stream;
    this.asker.ask(this.table.request, stream);
  }

  private streamClosed({ time, seq, streamClosed }: EventOf<'streamClosed'>): void {
    const stream = this.stream(streamClosed.streamId);
    if (stream === undefined) return;
    stream.closed = streamClosed;
    stream.closedSeq = seq;
    this.facts.streams.delete(stream.id);
    this.ended(stream.id, time);
    if (streamClosed.how === 'CONNECTION_CLOSED') this.facts.cut.add(stream, streamClosed);
    this.last = undefined;
    this.traffic.call(streamClosed.firstByteMs, stream.responseSeq);
    if (this.facts.paired !== undefined) this.facts.ended.add(stream);
    if (streamClosed.how === 'RST_STREAM' && streamClosed.endedBy === 'CLIENT') this.facts.abandoned.add(stream, time);
    if (stream.rpc !== undefined && hasHandler(stream, streamClosed)) this.facts.served.add(stream.rpc);
    this.asker.ask(this.table.streamClosed, stream);
    if (isFailed(stream, streamClosed)) {
      this.asker.ask(this.table.streamFailed, stream);
      this.facts.failedRequests.add(stream, time);
    }
  }

  private ended(streamId: number, time: number): void {
    const { facts } = this;
    if ((streamId & 1) === 1) facts.concurrency.closed(time);
    if (facts.openStreams === 0) facts.idleSince = time;
  }

  private http1(event: EventOf<'http1'>): void {
    const { from, stage } = event.http1;
    if (from === 'CLIENT' && stage === 'HEAD') this.facts.streamCount += 1;
    this.facts.heard(event.time);
    this.asker.ask(this.table.http1, event);
  }

  private connectionClosed({ time, seq, connectionClosed }: EventOf<'connectionClosed'>): void {
    this.facts.closed = connectionClosed;
    this.facts.closedSeq = seq;
    this.asker.ask(this.table.connectionClosed, connectionClosed);
    this.asker.askPeer(this.peers.closed(this.facts, time));
    this.pairs.closed(this.facts);
  }

  private stream(id: number): StreamFacts | undefined {
    if (this.last?.id !== id) this.last = this.facts.streams.get(id);
    return this.last;
  }
}
