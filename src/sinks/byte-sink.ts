/** What sinks that write bytes have in common: a bounded queue in front of something slower. */

import { createWriter, type Output } from './writer.ts';

/** Joined for one write: few system calls, and little to copy at once. */
const MAX_BATCH_BYTES = 1024 * 1024;

export interface ByteSinkOptions {
  readonly output: Output;
  readonly maxQueuedBytes: number;
  /** How long `close` waits for a reader that does not read. */
  readonly closeTimeoutMs: number;
  /** Told once, of what ended the sink or was left undone when it closed. */
  onError(error: unknown): void;
}

export interface ByteSink {
  /**
   * Whether there is room for so many bytes. Once there was none there is none until some have been written: what is lost is then
   * lost in one piece, and not in many.
   */
  hasRoomFor(bytes: number): boolean;
  /** Keeps the array; it must not change. Of a sink that has ended it is dropped. */
  push(bytes: Uint8Array): void;
  /** Hands on what was taken. Never rejects. */
  close(): Promise<void>;
}

export function createByteSink({ output, maxQueuedBytes, closeTimeoutMs, onError }: ByteSinkOptions): ByteSink {
  let waiting: Uint8Array[] = [];
  let queued = 0;
  let isFull = false;
  const source = {
    get isEmpty() {
      return waiting.length === 0;
    },
    take: takeBatch,
    clear() {
      waiting = [];
      queued = 0;
    },
  };
  const writer = createWriter<Uint8Array>({
    write: (bytes) => output.write(bytes),
    end: () => output.end(),
    source,
    closeTimeoutMs,
    onError,
  });

  function takeBatch(): Uint8Array {
    let count = 0;
    let bytes = 0;
    while (count < waiting.length && (count === 0 || bytes < MAX_BATCH_BYTES)) bytes += waiting[count++]?.length ?? 0;
    const batch = Buffer.concat(waiting.slice(0, count), bytes);
    waiting = waiting.slice(count);
    queued -= bytes;
    isFull = false;
    return batch;
  }

  return {
    hasRoomFor(bytes) {
      isFull ||= queued + bytes > maxQueuedBytes;
      return !isFull;
    },
    push(bytes) {
      if (writer.isFinished) return;
      waiting.push(bytes);
      queued += bytes.length;
      writer.wake();
    },
    close: () => writer.close(),
  };
}
