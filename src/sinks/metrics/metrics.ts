/**
 * Metrics for Prometheus. Events and exchanges are counted in plain numbers while traffic waits; names, labels and text
 * are made when somebody scrapes.
 */

import type { Exchange, ExchangeObserver } from '../../exchanges/exchange.ts';
import type { Sink } from '../sink.ts';
import { EventCounter } from './event-counter.ts';
import { observeEventLoopDelay } from './event-loop-delay.ts';
import { createExposition, type Exposition } from './exposition.ts';
import type { FamilyDescription } from './family.ts';
import { type FindingTotal, findingsFamily } from './findings.ts';
import { observeGarbageCollection } from './garbage-collection.ts';
import { GrpcCalls, type MethodTypeOf } from './grpc-calls.ts';
import { HttpRequests } from './http-requests.ts';
import { type PlaceFigures, placeFamilies, type ReadPlace } from './place-figures.ts';
import { type OpenFiles, processFamilies, readOpenFiles } from './process-figures.ts';

export interface MetricsOptions {
  readonly methodTypeOf: MethodTypeOf;
  /** Asked at each scrape. Where it rejects, its figures have no samples. */
  readonly readPlace?: ReadPlace;
  /** Asked at each scrape. */
  readonly findings: () => Iterable<FindingTotal>;
  /** Microseconds since the Unix epoch: the clock of the trace. */
  readonly now: () => number;
}

export interface Metrics {
  /** For all events, recorded or not. */
  readonly sink: Sink;
  readonly exchanges: ExchangeObserver;
  /** All that there is, in the order of the text. */
  readonly families: readonly FamilyDescription[];
  /** @param sink one of a few names of ours */
  addDropped(sink: string, events: number): void;
  /** Never rejects. @param openMetrics what `acceptsOpenMetrics` says; only OpenMetrics has exemplars */
  render(openMetrics: boolean): Promise<Exposition>;
  /** Stops what observes the process. What was counted can still be read. As `sink.close`, but at once. */
  close(): void;
}

export function createMetrics({ methodTypeOf, readPlace, findings, now }: MetricsOptions): Metrics {
  const calls = new GrpcCalls(methodTypeOf);
  const requests = new HttpRequests();
  const events = new EventCounter(calls, now);
  const delay = observeEventLoopDelay();
  const collections = observeGarbageCollection();
  let closed = false;
  // Of the newest scrape: two at the same time may as well show the same.
  let place: PlaceFigures = {};
  let openFiles: OpenFiles = {};
  const families = [
    ...calls.families,
    ...requests.families,
    ...events.families,
    findingsFamily(findings),
    ...processFamilies(() => openFiles),
    delay.family,
    collections.family,
    ...placeFamilies(() => place),
  ];
  const expose = createExposition(families);

  function close(): void {
    closed = true;
    delay.stop();
    collections.stop();
  }

  return {
    sink: {
      write(batch) {
        if (closed) return;
        for (const event of batch) events.count(event);
      },
      async close() {
        close();
      },
    },
    exchanges: exchangeObserver(calls, requests),
    families,
    addDropped: (sink, count) => events.trace.addDropped(sink, count),
    async render(openMetrics) {
      [place, openFiles] = await Promise.all([placeOrNothing(readPlace), readOpenFiles()]);
      return expose(openMetrics);
    },
    close,
  };
}

async function placeOrNothing(readPlace: ReadPlace | undefined): Promise<PlaceFigures> {
  try {
    return (await readPlace?.()) ?? {};
  } catch {
    // A file of the kernel that cannot be read must not hide all other metrics.
    return {};
  }
}

function exchangeObserver(calls: GrpcCalls, requests: HttpRequests): ExchangeObserver {
  return {
    started({ rpc, previousAttempts }: Exchange) {
      if (rpc !== undefined) calls.started(rpc, previousAttempts);
    },
    ended(exchange: Exchange) {
      if (exchange.rpc === undefined) requests.ended(exchange);
      else calls.ended(exchange.rpc, exchange);
    },
  };
}
