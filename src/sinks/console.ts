/** Events as text on standard output, or another stream that people and pipes read. */

import type { Writable } from 'node:stream';
import type { Format } from '../formats/format.ts';
import type { OnDropped } from './event-queue.ts';
import type { Sink } from './sink.ts';
import { createTextSink } from './text-sink.ts';
import { isReaderGone, writeText } from './write-text.ts';

/** Some 25,000 events: more than a reader who is behind by so much wants to catch up with. */
export const MAX_CONSOLE_QUEUE_BYTES = 16 * 1024 * 1024;

/** A pager that nobody scrolls must not hold up the end of the process. */
const CLOSE_TIMEOUT_MS = 1000;

export interface ConsoleSinkOptions {
  /** Stays open. A file blocks the process while it takes a write (Node, "process I/O"); a pipe, and a terminal as main.ts has it, do not. */
  readonly stream: Writable;
  readonly format: Format;
  /** Told once of a write that failed, but not of a reader who left. */
  onError(error: unknown): void;
  /** Default MAX_CONSOLE_QUEUE_BYTES. */
  readonly maxQueuedBytes?: number;
  /** Told of each event that is dropped. */
  readonly onDropped?: OnDropped;
}

/** The server outlives its reader: `serve | head` ends the sink and nothing else. */
export function createConsoleSink({ stream, format, onError, maxQueuedBytes, onDropped }: ConsoleSinkOptions): Sink {
  // `write` hears of every error; without a listener Node would make the same error an uncaught exception.
  stream.on('error', () => {});
  return createTextSink({
    format,
    write: (text) => writeText(stream, text),
    end: () => Promise.resolve(),
    maxQueuedBytes: maxQueuedBytes ?? MAX_CONSOLE_QUEUE_BYTES,
    onDropped,
    lossReason: 'the reader of the console is slower than the trace',
    closeTimeoutMs: CLOSE_TIMEOUT_MS,
    onError: (error) => {
      if (!isReaderGone(error)) onError(error);
    },
  });
}
