import type { EventKind, TraceEvent } from '../trace/event.ts';
import type { Sink } from './sink.ts';

/** Keeps all other events away from `sink`: they do not wait in its queue, and none is lost because of them. */
export function only(kinds: readonly EventKind[], sink: Sink): Sink {
  const isWanted = ({ kind }: TraceEvent) => kinds.includes(kind);
  return {
    write(events) {
      // Most batches have none: then nothing is made.
      if (events.some(isWanted)) sink.write(events.filter(isWanted));
    },
    close: () => sink.close(),
  };
}
