import type { Http1, Side, StreamEnd } from '../trace/event.ts';
import type { ExchangeEnd, ExchangeObserver } from './exchange.ts';
import { cutOff } from './exchange-end.ts';
import { ownContext, requestFacts } from './head-facts.ts';
import { requestLine, statusOf } from './http1-start-line.ts';
import { OpenExchange, type Place } from './open-exchange.ts';

/** As many as the trace follows (capture/http1-trace.ts). */
const MAX_PIPELINED = 1_000;

const SWITCHING_PROTOCOLS = 101;

/** What is known of the response while it comes; bodies are counted when they are complete. */
interface Progress {
  readonly exchange: OpenExchange;
  requestBytes: number | undefined;
  httpStatus: number | undefined;
  respondedAt: number | undefined;
  answer: { readonly time: number; readonly how: StreamEnd; readonly bytes: number } | undefined;
}

/**
 * The exchanges of one HTTP/1.1 connection: the n-th request with the n-th final response (RFC 9112 §9.3.2), over when both are
 * complete. None of them is an RPC: of gRPC-Web over HTTP/1.1 the status is in the body, which the trace does not read.
 */
export class Http1Exchanges {
  private readonly place: Place;
  private readonly observer: ExchangeObserver;
  /** By the index of the request. */
  private readonly open = new Map<number, Progress>();
  private requests = 0;
  /** Final responses that have begun. */
  private responses = 0;
  /** The response that comes: of which request, or none where it is a 1xx, or an answer that nobody asked for. */
  private answering: Progress | undefined = undefined;

  constructor(place: Place, observer: ExchangeObserver) {
    this.place = place;
    this.observer = observer;
  }

  message(http1: Http1, time: number): void {
    if (http1.from === 'CLIENT') {
      if (http1.stage === 'HEAD') this.request(http1, time);
      else this.requestEnd(http1, time);
    } else if (http1.stage === 'HEAD') this.response(http1, time);
    else this.responseEnd(http1, time);
  }

  private request({ index, startLine, fields = [] }: Http1, time: number): void {
    this.requests = index + 1;
    if (this.open.size >= MAX_PIPELINED || this.open.has(index)) return;
    const exchange = new OpenExchange(this.place, index, time, requestLine(startLine, fields), requestFacts(fields));
    this.open.set(index, {
      exchange,
      requestBytes: undefined,
      httpStatus: undefined,
      respondedAt: undefined,
      answer: undefined,
    });
    this.observer.started(exchange);
  }

  private requestEnd({ index, bodyLength = 0 }: Http1, time: number): void {
    const progress = this.open.get(index);
    if (progress === undefined) return;
    progress.requestBytes = bodyLength;
    progress.exchange.reach('request complete', time, 'CLIENT');
    this.endIfComplete(progress);
  }

  private response({ startLine, fields = [] }: Http1, time: number): void {
    this.answering = undefined;
    const status = statusOf(startLine);
    if (status !== undefined && status < 200 && status !== SWITCHING_PROTOCOLS) return;
    if (this.responses >= this.requests) return;
    const progress = this.open.get(this.responses);
    this.responses += 1;
    if (progress === undefined) return;
    this.answering = progress;
    this.respond(progress, status, fields, time);
  }

  private respond(progress: Progress, status: number | undefined, fields: Fields, time: number): void {
    const { exchange } = progress;
    const own = ownContext(fields);
    if (own !== undefined) exchange.own = own;
    progress.httpStatus = status;
    progress.respondedAt = time;
    exchange.reach('response headers', time, 'SERVER');
    if (!switchesProtocol(exchange.method, status)) return;
    // Nothing of what comes now is HTTP.
    progress.answer = { time, how: 'END_STREAM_WITHOUT_TRAILERS', bytes: 0 };
    this.end(progress, progress.answer);
  }

  private responseEnd({ bodyLength = 0, trailers = [] }: Http1, time: number): void {
    const progress = this.answering;
    this.answering = undefined;
    if (progress === undefined) return;
    const how: StreamEnd = trailers.length > 0 ? 'TRAILERS' : 'END_STREAM_WITHOUT_TRAILERS';
    progress.answer = { time, how, bytes: bodyLength };
    progress.exchange.reach('response complete', time, 'SERVER');
    this.endIfComplete(progress);
  }

  private endIfComplete(progress: Progress): void {
    if (progress.answer !== undefined && progress.requestBytes !== undefined) this.end(progress, progress.answer);
  }

  /** When the last part of it came: a client that never sends the rest of its request has had its answer. */
  private end(progress: Progress, answer: NonNullable<Progress['answer']>): void {
    const { exchange } = progress;
    const time = Math.max(answer.time, exchange.milestones.at(-1)?.time ?? answer.time);
    this.close(progress, {
      time,
      how: answer.how,
      endedBy: 'SERVER',
      origin: 'APPLICATION',
      originReason: 'the response is complete',
      durationMs: (time - exchange.startedAt) / 1000,
      ...known(progress),
    });
  }

  private close({ exchange }: Progress, end: ExchangeEnd): void {
    // The trace ends the response to an upgrade, too.
    if (!this.open.delete(exchange.streamId)) return;
    exchange.end = end;
    this.observer.ended(exchange);
  }

  /** The connection is over. What came of a body that did not end is not known, and counts as nothing. */
  finish(endedBy: Side, time: number, reason: string): void {
    for (const progress of [...this.open.values()]) {
      if (progress.answer !== undefined) this.end(progress, progress.answer);
      else this.close(progress, cutOff(progress.exchange.startedAt, endedBy, time, reason, known(progress)));
    }
  }
}

type Fields = NonNullable<Http1['fields']>;
type Known = Pick<ExchangeEnd, 'httpStatus' | 'firstByteMs' | 'request' | 'response'>;

function known({ exchange, requestBytes, httpStatus, respondedAt, answer }: Progress): Known {
  return {
    ...(httpStatus === undefined ? {} : { httpStatus }),
    ...(respondedAt === undefined ? {} : { firstByteMs: (respondedAt - exchange.startedAt) / 1000 }),
    request: { messages: 0, bytes: requestBytes ?? 0 },
    response: { messages: 0, bytes: answer?.bytes ?? 0 },
  };
}

/** RFC 9110 §7.8, §9.3.6. */
function switchesProtocol(method: string, status: number | undefined): boolean {
  return status === SWITCHING_PROTOCOLS || (method === 'CONNECT' && status !== undefined && status < 300);
}
