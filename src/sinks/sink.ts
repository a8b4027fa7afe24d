import type { TraceEvent } from '../trace/event.ts';

/** Somebody who wants every event. */
export interface Sink {
  /**
   * Takes events in the order of their `seq`. It is called while bytes of traffic wait, so it never throws, never blocks and
   * does nothing expensive: a sink that cannot keep up drops events, and says so with a `traceLost` event in their place.
   * The events never change and may be kept; the array may be reused.
   */
  write(events: readonly TraceEvent[]): void;

  /** Hands on what was taken and lets go of everything. Never rejects. What is written later is ignored. */
  close(): Promise<void>;
}
