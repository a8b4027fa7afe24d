/** Gives every event to every sink, and keeps a sink with a bug from hurting the others. */

import type { TraceEvent } from '../trace/event.ts';
import type { Sink } from './sink.ts';

export interface Hub {
  /** @returns takes the sink out again, without closing it */
  add(sink: Sink): () => void;
  publish(events: readonly TraceEvent[]): void;
  /** Closes all sinks and takes them out. */
  close(): Promise<void>;
}

/** @param onSinkError told of a sink that threw, against its contract, and was taken out */
export function createHub(onSinkError: (error: unknown, sink: Sink) => void): Hub {
  // Replaced and never changed, so that sinks may come and go while events are being published.
  let sinks: readonly Sink[] = [];

  function remove(sink: Sink): void {
    sinks = sinks.filter((other) => other !== sink);
  }

  function report(error: unknown, sink: Sink): void {
    remove(sink);
    onSinkError(error, sink);
  }

  return {
    add(sink) {
      sinks = [...sinks, sink];
      return () => remove(sink);
    },
    publish(events) {
      for (const sink of sinks) {
        try {
          sink.write(events);
        } catch (error) {
          report(error, sink);
        }
      }
    },
    async close() {
      const closing = sinks;
      sinks = [];
      await Promise.all(closing.map((sink) => sink.close().catch((error: unknown) => report(error, sink))));
    },
  };
}
