/** `--otlp-endpoint`: a span for each exchange that is over, delivered to a collector. */

import type { Exchange, ExchangeObserver } from '../../exchanges/exchange.ts';
import type { TraceEvent } from '../../trace/event.ts';
import { isEnded } from '../exchange-queue.ts';
import { createDelivery, type Service } from './delivery.ts';
import { createFindings } from './findings.ts';
import { isSampled } from './record-span.ts';
import { createRipening } from './ripening.ts';

/** Of exchanges that wait for their spans to be made: some 25,000, what a second of full load makes. */
const MAX_QUEUED_BYTES = 32 * 1024 * 1024;

/** Spans made in one turn of the event loop, 1 ms: traffic waits meanwhile. */
const MAX_BATCH = 64;

/** Most findings come with the frame that they are about; those that a clock makes are not much later than the end. */
const FINDINGS_GRACE_MS = 1_000;

/** A collector that does not answer must not hold up the end of the process. */
const CLOSE_TIMEOUT_MS = 3_000;

/** Calls of this service have no span: two servers that take each other's would have no end of it. */
const DELIVERS_SPANS = 'opentelemetry.proto.collector.trace.v1.TraceService';

export interface SpansOptions extends Service {
  /** `http://host:4317`, in clear text, or `https://host:4317`. */
  readonly endpoint: string;
  /** A line for each batch that was not delivered: the caller sees to it that they are not too many. */
  readonly log: (line: string) => void;
  /** Told of exchanges whose spans the collector does not get. */
  onDropped?(count: number): void;
  /** Of one batch. Default 10 s. */
  readonly exportTimeoutMs?: number;
  /** How long spans are gathered for a batch. Default 1 s. */
  readonly scheduleDelayMs?: number;
  /** Default FINDINGS_GRACE_MS. */
  readonly findingsGraceMs?: number;
  /** Default CLOSE_TIMEOUT_MS. */
  readonly closeTimeoutMs?: number;
  /** Default MAX_QUEUED_BYTES. */
  readonly maxQueuedBytes?: number;
}

export interface Spans {
  readonly exchanges: ExchangeObserver;
  /** Takes any event: one of a finding becomes an event of the span of its stream. */
  finding(event: TraceEvent): void;
  /** Sampled exchanges whose spans the collector did not get: there was no room, or it did not take them. */
  readonly dropped: number;
  /** Delivers what waits, within CLOSE_TIMEOUT_MS. Never rejects. What comes later is ignored. */
  close(): Promise<void>;
}

/**
 * What happens where traffic waits is a push to a bounded queue; spans are made in later turns of the event loop.
 *
 * @throws Error that says what is wrong with the endpoint
 */
export function createSpans(options: SpansOptions): Spans {
  const findings = createFindings();
  const queue = createRipening({
    graceMs: options.findingsGraceMs ?? FINDINGS_GRACE_MS,
    maxBytes: options.maxQueuedBytes ?? MAX_QUEUED_BYTES,
    onRipe: wake,
  });
  const delivery = createDelivery({ ...options, onRoom: wake, onFailed });
  let dropped = 0;
  let isScheduled = false;
  let closed: Promise<void> | undefined;
  /** What was left is counted. */
  let isOver = false;

  function drop(count: number): void {
    dropped += count;
    options.onDropped?.(count);
  }

  function onFailed(count: number, reason: string): void {
    if (isOver) return;
    drop(count);
    options.log(`error: ${count} spans were not delivered to ${options.endpoint}: ${reason}`);
  }

  /** Where the collector is behind, the exchanges wait for it: they are smaller than spans. */
  function wake(): void {
    if (isScheduled || queue.ripe === 0 || delivery.room === 0) return;
    isScheduled = true;
    setImmediate(() => {
      isScheduled = false;
      makeSpans();
      wake();
    });
  }

  function makeSpans(): void {
    for (const exchange of queue.take(Math.min(MAX_BATCH, delivery.room))) {
      delivery.record(exchange, findings.take(exchange.conn, exchange.streamId));
    }
  }

  async function deliverAll(): Promise<void> {
    queue.ripenAll();
    while (queue.size > 0) {
      makeSpans();
      if (delivery.room === 0) await delivery.flush();
      else await nextTurn();
    }
    await delivery.flush();
  }

  async function finish(): Promise<void> {
    await within(options.closeTimeoutMs ?? CLOSE_TIMEOUT_MS, deliverAll());
    const left = queue.size + delivery.undelivered;
    queue.clear();
    if (left > 0) onFailed(left, 'the collector is too slow for the end of the process');
    isOver = true;
    void delivery.shutdown();
  }

  return {
    exchanges: {
      started() {},
      ended(exchange) {
        if (closed !== undefined || !isEnded(exchange) || !isWanted(exchange)) return;
        if (!queue.push(exchange)) drop(1);
      },
    },
    finding: findings.add,
    get dropped() {
      return dropped;
    },
    close() {
      closed ??= finish();
      return closed;
    },
  };
}

function isWanted(exchange: Exchange): boolean {
  return isSampled(exchange) && exchange.rpc?.service !== DELIVERS_SPANS;
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Resolves when `work` is done, or late. */
async function within(milliseconds: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  await Promise.race([work, late]);
  clearTimeout(timer);
}
