/** Reads the requests of an HTTP/1.1 connection from its events: each is what a stream is on HTTP/2, by its index from 0. */

import type { EventOf, Http1 } from '../../trace/event.ts';
import { CUT_OFF, callName, http1End } from './connection-outcome.ts';
import { noted, StreamNotes } from './connection-stream-notes.ts';

const NO_WINDOWS = { CLIENT: undefined, SERVER: undefined };
const SWITCHING_PROTOCOLS = 101;

export class Http1Teller {
  private readonly streams = new Map<number, StreamNotes>();
  /** Requests without their response, RFC 9112 §9.3.2: it comes in their order. */
  private readonly waiting: StreamNotes[] = [];
  private answering: Answer | undefined = undefined;

  take({ offsetMs, http1 }: EventOf<'http1'>): void {
    if (http1.from === 'CLIENT') this.request(http1, offsetMs);
    else if (http1.stage === 'HEAD') this.response(http1, offsetMs);
    else this.answered(http1, offsetMs);
  }

  closed(atMs: number): void {
    for (const stream of this.streams.values()) stream.close(atMs, CUT_OFF.words, CUT_OFF.tone);
  }

  all(): readonly StreamNotes[] {
    return [...this.streams.values()];
  }

  private request({ stage, index, startLine, bodyLength = 0 }: Http1, atMs: number): void {
    const isHead = stage === 'HEAD';
    const stream = this.streams.get(index) ?? noted(this.streams, new StreamNotes(index, atMs, !isHead, NO_WINDOWS));
    if (stream === undefined) return;
    if (isHead) {
      const [method = '', path = ''] = startLine.split(' ');
      stream.name = callName(method, path);
      this.waiting.push(stream);
      return;
    }
    if (bodyLength > 0) stream.CLIENT.data.push({ fromMs: stream.fromMs, toMs: atMs, bytes: bodyLength });
    stream.CLIENT.close(atMs);
  }

  private response({ startLine }: Http1, atMs: number): void {
    const status = statusOf(startLine);
    // RFC 9110 §15.2: another response to the same request follows.
    if (status !== undefined && status < 200 && status !== SWITCHING_PROTOCOLS) return;
    const stream = this.waiting.shift();
    this.answering = stream === undefined ? undefined : { stream, status, atMs };
    if (stream === undefined) return;
    stream.firstByteMs = atMs;
    // What follows is no HTTP: as far as this is read, it is over.
    if (status === SWITCHING_PROTOCOLS) stream.close(atMs, '101, another protocol follows', 'good');
  }

  private answered({ bodyLength = 0 }: Http1, atMs: number): void {
    if (this.answering === undefined) return;
    const { stream, status, atMs: fromMs } = this.answering;
    this.answering = undefined;
    if (bodyLength > 0) stream.SERVER.data.push({ fromMs, toMs: atMs, bytes: bodyLength });
    const { words, tone } = http1End(status);
    stream.close(atMs, words, tone);
  }
}

interface Answer {
  readonly stream: StreamNotes;
  readonly status: number | undefined;
  readonly atMs: number;
}

/** "HTTP/1.1 200 OK" */
function statusOf(startLine: string): number | undefined {
  const status = Number(startLine.split(' ')[1]);
  return Number.isInteger(status) && status > 0 ? status : undefined;
}
