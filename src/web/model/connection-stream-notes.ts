/** What is noted of a stream while events are read, before it is drawn: connection-bars.ts. */

import type { Rpc } from '../../trace/event.ts';
import { WindowWatch } from './connection-spans.ts';
import type { Tone } from './connection-words.ts';

export class StreamNotes {
  readonly streamId: number;
  /** Of its first event that is held. */
  readonly fromMs: number;
  /** Undefined where its head is not held. */
  name: string | undefined = undefined;
  rpc: Rpc | undefined = undefined;
  /** Its head came before what is held. */
  beganBefore: boolean;
  firstByteMs: number | undefined = undefined;
  end: StreamEnding | undefined = undefined;
  readonly CLIENT: SendingSide;
  readonly SERVER: SendingSide;

  /** @param windows what each side may send on a new stream, where that is known */
  constructor(streamId: number, fromMs: number, beganBefore: boolean, windows: InitialWindows) {
    this.streamId = streamId;
    this.fromMs = fromMs;
    this.beganBefore = beganBefore;
    // Of one that began before, nobody knows what is left.
    this.CLIENT = new SendingSide(beganBefore ? undefined : windows.CLIENT);
    this.SERVER = new SendingSide(beganBefore ? undefined : windows.SERVER);
  }

  close(atMs: number, words: string, tone: Tone): void {
    if (this.end !== undefined) return;
    this.end = { atMs, words, tone };
    this.CLIENT.close(atMs);
    this.SERVER.close(atMs);
  }
}

export interface InitialWindows {
  readonly CLIENT: number | undefined;
  readonly SERVER: number | undefined;
}

export interface StreamEnding {
  readonly atMs: number;
  readonly words: string;
  readonly tone: Tone;
}

/** What one side sends on a stream. */
export class SendingSide {
  readonly window: WindowWatch;
  /** When it ended its side, or the stream ended. */
  endedAt: number | undefined = undefined;
  readonly data: DataMoment[] = [];
  /** When messages were complete. */
  readonly messages: number[] = [];

  constructor(window: number | undefined) {
    this.window = new WindowWatch(window);
  }

  /** What may still be sent is known anew. Who has said all waits for nothing. */
  setWindow(left: number, atMs: number): void {
    if (this.endedAt === undefined) this.window.set(left, atMs);
  }

  close(atMs: number): void {
    if (this.endedAt !== undefined) return;
    this.endedAt = atMs;
    this.window.release(atMs);
  }
}

/** DATA that passed: on HTTP/2 in one moment, of an HTTP/1.1 body all that is known is when it began and ended. */
export interface DataMoment {
  readonly fromMs: number;
  readonly toMs: number;
  readonly bytes: number;
}

/** A file may have any number of streams; who looks at a connection looks at thousands at most. */
const MAX_STREAMS = 20_000;

/** Adds a stream, unless there are too many. */
export function noted(streams: Map<number, StreamNotes>, notes: StreamNotes): StreamNotes | undefined {
  if (streams.size >= MAX_STREAMS) return undefined;
  streams.set(notes.streamId, notes);
  return notes;
}
