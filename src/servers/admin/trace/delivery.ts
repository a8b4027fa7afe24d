/** What the trace is delivered with: by HTTP, WebSocket and gRPC alike. */

import type { Filter } from '../../../filter/filter.ts';
import type { ReadableRing } from '../../../sinks/history.ts';
import type { Subscriptions } from '../../../sinks/subscriptions.ts';
import type { TraceEvent } from '../../../trace/event.ts';
import type { Pace } from './pace.ts';

/** Events as a document of some format. */
export interface TraceExport {
  readonly contentType: string;
  /** Of a file's name, without the dot. */
  readonly extension: string;
  /** Lazily, in the order of the events. */
  render(events: Iterable<TraceEvent>): Iterable<string | Uint8Array>;
}

export interface TraceDelivery {
  readonly ring: ReadableRing;
  readonly subscriptions: Subscriptions;
  /** Of all who look. */
  readonly pace: Pace;
  /** @throws FilterError */
  readonly compile: (text: string) => Filter;
  /** By the name that `format` has. The first is the default. */
  readonly exports: Readonly<Record<string, TraceExport>>;
  /**
   * Called when a connection begins to carry events: what it carries is not to be traced, since each event would make others.
   *
   * @returns to be called once, when it no longer does
   */
  readonly mute: (connectionId: string) => () => void;
}
