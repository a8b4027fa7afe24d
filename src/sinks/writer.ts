/** What all that write have in common: one write at a time, made of what waits, when traffic has had its turn. */

import { within } from './within.ts';

/** Text, for most. */
export type Content = string | Uint8Array;

/** What waits to be written. */
export interface Source<C extends Content> {
  readonly isEmpty: boolean;
  /** As much as may be made in one turn of the event loop. Traffic waits meanwhile. */
  take(): C;
  clear(): void;
}

export interface Output<C extends Content = Content> {
  /** Called again when it has resolved. When it rejects, the writer is finished. */
  write(content: C): Promise<void>;
  /** After the last `write`. */
  end(): Promise<void>;
}

export interface WriterOptions<C extends Content> extends Output<C> {
  readonly source: Source<C>;
  /** How long `close` waits for a reader that does not read. */
  readonly closeTimeoutMs: number;
  /** Told once, of what ended the writer or was left undone when it closed. */
  onError(error: unknown): void;
}

export interface Writer {
  /** Nothing more is written: it failed or was closed. */
  readonly isFinished: boolean;
  /** There is something in the source. */
  wake(): void;
  /** Writes what waits, and ends. Never rejects. */
  close(): Promise<void>;
}

export function createWriter<C extends Content>(options: WriterOptions<C>): Writer {
  const { source } = options;
  let hasFailed = false;
  let isFlushing = false;
  let flushed: Promise<void> = Promise.resolve();
  let closed: Promise<void> | undefined;

  async function flush(): Promise<void> {
    isFlushing = true;
    try {
      while (!source.isEmpty) {
        await nextTurn();
        const content = source.take();
        if (content.length > 0) await options.write(content);
      }
    } catch (error) {
      fail(error);
    } finally {
      isFlushing = false;
    }
  }

  function fail(error: unknown): void {
    source.clear();
    if (!hasFailed) options.onError(error);
    hasFailed = true;
  }

  async function finish(): Promise<void> {
    await flushed;
    await options.end();
  }

  return {
    get isFinished() {
      return hasFailed || closed !== undefined;
    },
    wake() {
      if (!isFlushing && !source.isEmpty) flushed = flush();
    },
    close() {
      closed ??= within(options.closeTimeoutMs, finish()).catch(fail);
      return closed;
    },
  };
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
