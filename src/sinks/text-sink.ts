/** Events as text: a bounded queue of events, formatted when their turn comes. */

import type { Format } from '../formats/format.ts';
import type { TraceEvent } from '../trace/event.ts';
import { createEventQueue, type OnDropped } from './event-queue.ts';
import type { Sink } from './sink.ts';
import { createWriter, type WriterOptions } from './writer.ts';

/**
 * Of events, by estimate, that are formatted in one turn of the event loop: some 6,000. Traffic waits meanwhile, 20 ms at worst,
 * and a turn under full load makes nearly as many: with fewer the queue would grow until the load ends.
 */
const MAX_BATCH_BYTES = 4 * 1024 * 1024;

export interface TextSinkOptions extends Omit<WriterOptions<string>, 'source'> {
  readonly format: Format;
  /** Of events that wait, by estimate. */
  readonly maxQueuedBytes: number;
  /** What a `traceLost` event says. */
  readonly lossReason: string;
  /** Told of each event that is dropped. */
  readonly onDropped?: OnDropped | undefined;
}

/** Events wait as they are and are formatted after the traffic of the turn they came in. One `write` is under way at a time. */
export function createTextSink(options: TextSinkOptions): Sink {
  const queue = createEventQueue(options.maxQueuedBytes, options.lossReason, options.onDropped);
  const source = {
    get isEmpty() {
      return queue.isEmpty;
    },
    take: () => render(queue.take(MAX_BATCH_BYTES), options.format),
    clear: () => queue.clear(),
  };
  const writer = createWriter({ ...options, source });
  return {
    write(events) {
      if (writer.isFinished) return;
      queue.push(events);
      writer.wake();
    },
    close: () => writer.close(),
  };
}

function render(events: readonly TraceEvent[], format: Format): string {
  let text = '';
  for (const event of events) {
    for (const line of format(event)) text += `${line}\n`;
  }
  return text;
}
