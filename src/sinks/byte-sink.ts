/** What sinks that write bytes have in common: a bounded queue in front of something slower. */

import type { Output } from './output.ts';
import { within } from './within.ts';

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
  let hasFailed = false;
  let isFlushing = false;
  let flushed: Promise<void> = Promise.resolve();
  let closed: Promise<void> | undefined;

  async function flush(): Promise<void> {
    isFlushing = true;
    try {
      // Behind the traffic of this turn.
      await new Promise((resolve) => setImmediate(resolve));
      while (waiting.length > 0) await output.write(takeBatch());
    } catch (error) {
      fail(error);
    } finally {
      isFlushing = false;
    }
  }

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

  function fail(error: unknown): void {
    waiting = [];
    queued = 0;
    if (!hasFailed) onError(error);
    hasFailed = true;
  }

  async function finish(): Promise<void> {
    await flushed;
    await output.end();
  }

  return {
    hasRoomFor(bytes) {
      isFull ||= queued + bytes > maxQueuedBytes;
      return !isFull;
    },
    push(bytes) {
      if (hasFailed || closed !== undefined) return;
      waiting.push(bytes);
      queued += bytes.length;
      if (!isFlushing) flushed = flush();
    },
    close() {
      closed ??= within(closeTimeoutMs, finish()).catch(fail);
      return closed;
    },
  };
}
