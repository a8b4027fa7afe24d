import { boundedText } from '../bounded-text.ts';
import type { Frame, Headers, Message, Side, StreamClosed, StreamOpened } from '../trace/event.ts';
import type { ExchangeObserver } from './exchange.ts';
import { cutOff, endOf } from './exchange-end.ts';
import { NO_FACTS, ownContext } from './head-facts.ts';
import { OpenExchange, type Place, type RequestLine } from './open-exchange.ts';
import { RecentFacts } from './recent-facts.ts';
import { MAX_AUTHORITY_LENGTH, MAX_METHOD_LENGTH, MAX_PATH_LENGTH } from './text-limits.ts';

/** As many as the trace follows on a connection (trace/stream-table.ts): here only so that nothing rests on that. */
const MAX_OPEN = 16_384;

/** RFC 9113 §6.1, §6.2: bit 0 of DATA and HEADERS. */
const END_STREAM = 1;

/** The exchanges of one HTTP/2 connection. */
export class Http2Exchanges {
  private readonly place: Place;
  private readonly observer: ExchangeObserver;
  private readonly open = new Map<number, OpenExchange>();
  private readonly recent = new RecentFacts();
  /** Of the header list whose `streamOpened` comes next. */
  private request: Headers | undefined = undefined;
  private requestEnds = false;
  /** A block whose HEADERS frame had END_STREAM goes on in CONTINUATION frames, which have no such flag, RFC 9113 §6.10. */
  private readonly blockEnds = { CLIENT: false, SERVER: false };

  constructor(place: Place, observer: ExchangeObserver) {
    this.place = place;
    this.observer = observer;
  }

  frame(frame: Frame, time: number): void {
    if (frame.type === 'DATA') {
      if ((frame.flagBits & END_STREAM) !== 0) this.complete(frame.streamId, frame.from, time);
    } else if (frame.type === 'HEADERS' || frame.type === 'CONTINUATION' || frame.type === 'PUSH_PROMISE') {
      this.headersFrame(frame, time);
    }
  }

  private headersFrame(frame: Frame, time: number): void {
    const { from, headers } = frame;
    if (frame.type !== 'CONTINUATION') {
      this.blockEnds[from] = frame.type === 'HEADERS' && (frame.flagBits & END_STREAM) !== 0;
    }
    if (headers !== undefined) this.list(frame.streamId, from, headers, this.blockEnds[from], time);
  }

  private list(streamId: number, from: Side, headers: Headers, isEnd: boolean, time: number): void {
    if (headers.category === 'REQUEST' || headers.category === 'PUSH') {
      this.request = headers;
      // RFC 9113 §8.4: a pushed request has no body.
      this.requestEnds = isEnd || headers.category === 'PUSH';
      return;
    }
    if (headers.category === 'RESPONSE') this.responded(streamId, headers, time);
    if (isEnd) this.complete(streamId, from, time);
  }

  private responded(streamId: number, { fields }: Headers, time: number): void {
    const exchange = this.open.get(streamId);
    if (exchange === undefined) return;
    const own = ownContext(fields);
    if (own !== undefined) exchange.own ??= own;
    exchange.reach('response headers', time, 'SERVER');
  }

  private complete(streamId: number, from: Side, time: number): void {
    this.open.get(streamId)?.reach(from === 'CLIENT' ? 'request complete' : 'response complete', time, from);
  }

  /** Only the first of each side is a milestone. */
  message({ streamId, from, index }: Message, time: number): void {
    if (index !== 0) return;
    const name = from === 'CLIENT' ? 'first request message' : 'first response message';
    this.open.get(streamId)?.reachMessage(name, time, from);
  }

  opened(opened: StreamOpened, time: number): void {
    const { request } = this;
    this.request = undefined;
    const { streamId } = opened;
    if (this.open.size >= MAX_OPEN || this.open.has(streamId)) return;
    const facts = request === undefined ? NO_FACTS : this.recent.of(request);
    const exchange = new OpenExchange(this.place, streamId, time, requestLine(opened), facts);
    if (request !== undefined && this.requestEnds) exchange.reach('request complete', time, requestedBy(streamId));
    this.open.set(streamId, exchange);
    this.observer.started(exchange);
  }

  closed(closed: StreamClosed, time: number): void {
    const exchange = this.open.get(closed.streamId);
    if (exchange === undefined) return;
    this.open.delete(closed.streamId);
    exchange.end = endOf(closed, time);
    this.observer.ended(exchange);
  }

  /** The trace closes all streams before their connection; this is for those of which it did not say so. */
  finish(endedBy: Side, time: number, reason: string): void {
    for (const exchange of this.open.values()) {
      exchange.end = cutOff(exchange.startedAt, endedBy, time, reason);
      this.observer.ended(exchange);
    }
    this.open.clear();
  }
}

/** RFC 9113 §5.1.1: even ids are the server's, which pushes. */
function requestedBy(streamId: number): Side {
  return (streamId & 1) === 0 ? 'SERVER' : 'CLIENT';
}

function requestLine({ method, path, authority, rpc, timeoutMs }: StreamOpened): RequestLine {
  return {
    method: boundedText(method, MAX_METHOD_LENGTH),
    path: boundedText(path, MAX_PATH_LENGTH),
    authority: boundedText(authority, MAX_AUTHORITY_LENGTH),
    // Names of methods have no query: with one the path is no method's, and may hold what is not to be told.
    rpc: rpc !== undefined && hasQuery(rpc.method) ? undefined : rpc,
    timeoutMs,
  };
}

function hasQuery(text: string): boolean {
  return text.includes('?') || text.includes('#');
}
