/** A trace to deliver: a hub, a small ring, and a filter language of two words. */

import type { Filter } from '../../../../src/filter/filter.ts';
import { FilterError } from '../../../../src/filter/filter-error.ts';
import { formatJson } from '../../../../src/formats/json.ts';
import type { TraceDelivery, TraceExport } from '../../../../src/servers/admin/trace/delivery.ts';
import { createPace } from '../../../../src/servers/admin/trace/pace.ts';
import { createHub, type Hub } from '../../../../src/sinks/hub.ts';
import type { Ring } from '../../../../src/sinks/ring.ts';
import { createSubscriptions } from '../../../../src/sinks/subscriptions.ts';
import type { TraceEvent } from '../../../../src/trace/event.ts';
import { smallRing } from '../../../support/numbered.ts';

export interface Deliverable {
  readonly hub: Hub;
  readonly ring: Ring;
  readonly delivery: TraceDelivery;
  /** Connections that are muted now. */
  readonly muted: string[];
}

export interface DeliveryOptions {
  readonly ringEvents?: number;
  readonly maxSubscribers?: number;
}

export function createDelivery({ ringEvents = 100, maxSubscribers = 16 }: DeliveryOptions = {}): Deliverable {
  const ring = smallRing(ringEvents);
  const hub = createHub((error) => {
    throw error;
  });
  hub.add(ring);
  const muted: string[] = [];
  const delivery: TraceDelivery = {
    ring,
    subscriptions: createSubscriptions({ hub, ring, readMessage: (kept) => kept, maxSubscribers }),
    pace: createPace(),
    compile,
    exports: { ndjson, first: { contentType: 'text/plain', extension: 'txt', render: firstOnly } },
    mute(connection) {
      muted.push(connection);
      return () => void muted.splice(muted.indexOf(connection), 1);
    },
  };
  return { hub, ring, delivery, muted };
}

const ndjson: TraceExport = {
  contentType: 'application/x-ndjson',
  extension: 'ndjson',
  *render(events) {
    for (const event of events) yield `${formatJson(event)}\n`;
  },
};

/** Some formats give bytes, and not for each event. */
function* firstOnly(events: Iterable<TraceEvent>): Generator<Uint8Array> {
  for (const event of events) {
    yield Buffer.from(`${event.seq}`);
    return;
  }
}

/** `even` and `from <seq>`; all else is wrong at its third character. */
export function compile(text: string): Filter {
  const [, first] = /^from (\d+)$/.exec(text) ?? [];
  if (first !== undefined) return { cel: `seq >= ${first}`, matches: ({ seq }) => seq >= Number(first) };
  if (text === 'even') return { cel: 'seq % 2 == 0', matches: ({ seq }) => seq % 2 === 0 };
  throw new FilterError(text, 2, 'expected even or from');
}
