/** Reads the streams of an HTTP/2 connection from its events. */

import type { EventOf, Frame, Side, StreamClosed, TraceEvent } from '../../trace/event.ts';
import { CUT_OFF, callName, streamEnd } from './connection-outcome.ts';
import { DEFAULT_WINDOW } from './connection-settings.ts';
import { noted, StreamNotes } from './connection-stream-notes.ts';
import { otherSide } from './connection-words.ts';

/** RFC 9113 §6.5.2. */
const INITIAL_WINDOW_SIZE = 4;

export class StreamTeller {
  private readonly streams = new Map<number, StreamNotes>();
  private readonly open = new Set<StreamNotes>();
  /** What the window of each side's new streams begins with; undefined while nothing tells it. */
  private readonly initial: { [side in Side]: number | undefined } = { CLIENT: undefined, SERVER: undefined };

  /** All is known from the beginning. */
  opened(): void {
    this.initial.CLIENT = DEFAULT_WINDOW;
    this.initial.SERVER = DEFAULT_WINDOW;
  }

  take(event: TraceEvent): void {
    switch (event.kind) {
      case 'frame':
        this.frame(event);
        break;
      case 'message':
        this.find(event.message.streamId, event.offsetMs)?.[event.message.from].messages.push(event.offsetMs);
        break;
      case 'streamOpened':
        this.named(event);
        break;
      case 'streamClosed':
        this.closed(event.streamClosed, event.offsetMs);
        break;
      case 'connectionClosed':
        for (const stream of this.open) stream.close(event.offsetMs, CUT_OFF.words, CUT_OFF.tone);
        break;
    }
  }

  /** RFC 9113 §6.9.2: `bound` has accepted these settings; a new initial size moves the windows of all its open streams. */
  acknowledged(bound: Side, settings: ReadonlyMap<number, number>, atMs: number): void {
    const value = settings.get(INITIAL_WINDOW_SIZE);
    if (value === undefined) return;
    const before = this.initial[bound];
    this.initial[bound] = value;
    if (before === undefined || before === value) return;
    for (const stream of this.open) {
      const { left } = stream[bound].window;
      if (left !== undefined) stream[bound].setWindow(left + value - before, atMs);
    }
  }

  all(): readonly StreamNotes[] {
    return [...this.streams.values()];
  }

  private frame({ offsetMs, frame }: EventOf<'frame'>): void {
    if (frame.streamId === 0) return;
    const stream = CARRYING.has(frame.type)
      ? this.find(frame.streamId, offsetMs, isHead(frame))
      : this.streams.get(frame.streamId);
    if (stream === undefined || stream.end !== undefined) return;
    const { from, headers } = frame;
    if (headers?.category === 'RESPONSE' || (headers?.category === 'TRAILERS' && from === 'SERVER')) {
      stream.firstByteMs ??= offsetMs;
    }
    if (frame.type === 'DATA') stream[from].data.push({ fromMs: offsetMs, toMs: offsetMs, bytes: frame.length });
    if (frame.flags.includes('END_STREAM')) stream[from].close(offsetMs);
    this.window(stream, frame, offsetMs);
  }

  private window(stream: StreamNotes, { type, from, window }: Frame, atMs: number): void {
    const sender = type === 'DATA' ? from : otherSide(from);
    if (window?.stream !== undefined) stream[sender].setWindow(window.stream, atMs);
  }

  private named({ offsetMs, streamOpened }: EventOf<'streamOpened'>): void {
    const { streamId, method, path, rpc } = streamOpened;
    const stream = this.find(streamId, offsetMs, true);
    if (stream === undefined) return;
    stream.name = callName(method, path, rpc);
    stream.rpc = rpc;
    stream.beganBefore = false;
  }

  private closed(closed: StreamClosed, atMs: number): void {
    const { streamId, durationMs, firstByteMs } = closed;
    const beganAt = atMs - durationMs;
    const stream = this.streams.get(streamId) ?? this.add(streamId, Math.max(0, beganAt), true);
    if (stream === undefined) return;
    if (firstByteMs !== undefined) stream.firstByteMs ??= beganAt + firstByteMs;
    const { words, tone } = streamEnd(closed, stream.rpc);
    stream.close(atMs, words, tone);
    this.open.delete(stream);
  }

  /** @param isHead it begins with this event */
  private find(streamId: number, atMs: number, isHead = false): StreamNotes | undefined {
    return this.streams.get(streamId) ?? this.add(streamId, atMs, !isHead);
  }

  private add(streamId: number, fromMs: number, beganBefore: boolean): StreamNotes | undefined {
    const stream = noted(this.streams, new StreamNotes(streamId, fromMs, beganBefore, this.initial));
    if (stream === undefined) return undefined;
    this.open.add(stream);
    // A window that begins with nothing keeps its sender waiting from the first moment on.
    for (const side of ['CLIENT', 'SERVER'] as const) {
      const left = stream[side].window.left;
      if (left !== undefined) stream[side].setWindow(left, fromMs);
    }
    return stream;
  }
}

/** Others may come behind the end of a stream, RFC 9113 §5.1: they are no sign that it is there. */
const CARRYING: ReadonlySet<string> = new Set(['HEADERS', 'CONTINUATION', 'DATA']);

/** Of a request; where its block goes on in CONTINUATION frames, nothing else that a client sends begins so. */
function isHead({ type, from, headers }: Frame): boolean {
  if (headers !== undefined) return headers.category === 'REQUEST';
  return type === 'HEADERS' && from === 'CLIENT';
}
