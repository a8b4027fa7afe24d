/** What sinks that write text have in common: one write at a time, made of what waits, when traffic has had its turn. */

/** What waits to be written. */
export interface TextSource {
  readonly isEmpty: boolean;
  /** As much as may be formatted in one turn of the event loop. Traffic waits meanwhile. */
  take(): string;
  clear(): void;
}

export interface TextOutput {
  /** Called again when it has resolved. When it rejects, the writer is finished. */
  write(text: string): Promise<void>;
  /** After the last `write`. */
  end(): Promise<void>;
}

export interface TextWriterOptions extends TextOutput {
  readonly source: TextSource;
  /** How long `close` waits for a reader that does not read. */
  readonly closeTimeoutMs: number;
  /** Told once, of what ended the writer or was left undone when it closed. */
  onError(error: unknown): void;
}

export interface TextWriter {
  /** Nothing more is written: it failed or was closed. */
  readonly isFinished: boolean;
  /** There is something in the source. */
  wake(): void;
  /** Writes what waits, and ends. Never rejects. */
  close(): Promise<void>;
}

export function createTextWriter(options: TextWriterOptions): TextWriter {
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
        const text = source.take();
        if (text !== '') await options.write(text);
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

function within(milliseconds: number, work: Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = (): void => reject(new Error(`not all could be written within ${milliseconds} ms`));
    const timer = setTimeout(late, milliseconds);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
