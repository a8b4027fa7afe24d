/** What sinks that write text have in common: a bounded queue of events, formatted when their turn comes. */

import type { Format } from '../formats/format.ts';
import type { TraceEvent } from '../trace/event.ts';
import { createEventQueue } from './event-queue.ts';
import type { Sink } from './sink.ts';
import { within } from './within.ts';

/**
 * Of events, by estimate, that are formatted in one turn of the event loop: some 6,000. Traffic waits meanwhile, 20 ms at worst,
 * and a turn under full load makes nearly as many: with fewer the queue would grow until the load ends.
 */
const MAX_BATCH_BYTES = 4 * 1024 * 1024;

export interface TextSinkOptions {
  readonly format: Format;
  /** Called again when it has resolved. When it rejects, the sink is finished. */
  write(text: string): Promise<void>;
  /** After the last `write`. */
  end(): Promise<void>;
  /** Of events that wait, by estimate. */
  readonly maxQueuedBytes: number;
  /** What a `traceLost` event says. */
  readonly lossReason: string;
  /** How long `close` waits for a reader that does not read. */
  readonly closeTimeoutMs: number;
  /** Told once, of what ended the sink or was left undone when it closed. */
  onError(error: unknown): void;
}

/** Events wait as they are and are formatted after the traffic of the turn they came in. One `write` is under way at a time. */
export function createTextSink(options: TextSinkOptions): Sink {
  const queue = createEventQueue(options.maxQueuedBytes, options.lossReason);
  let hasFailed = false;
  let isFlushing = false;
  let flushed: Promise<void> = Promise.resolve();
  let closed: Promise<void> | undefined;

  async function flush(): Promise<void> {
    isFlushing = true;
    try {
      while (!queue.isEmpty) {
        await nextTurn();
        const text = render(queue.take(MAX_BATCH_BYTES), options.format);
        if (text !== '') await options.write(text);
      }
    } catch (error) {
      fail(error);
    } finally {
      isFlushing = false;
    }
  }

  function fail(error: unknown): void {
    queue.clear();
    if (!hasFailed) options.onError(error);
    hasFailed = true;
  }

  async function finish(): Promise<void> {
    await flushed;
    await options.end();
  }

  return {
    write(events) {
      if (hasFailed || closed !== undefined) return;
      queue.push(events);
      if (!isFlushing && !queue.isEmpty) flushed = flush();
    },
    close() {
      closed ??= within(options.closeTimeoutMs, finish()).catch(fail);
      return closed;
    },
  };
}

function render(events: readonly TraceEvent[], format: Format): string {
  let text = '';
  for (const event of events) {
    for (const line of format(event)) text += `${line}\n`;
  }
  return text;
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
