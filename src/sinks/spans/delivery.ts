/** The OpenTelemetry SDK, from a tracer to the collector. Nothing of it is registered for the process, and no OTEL_* is read. */

import { defaultResource, resourceFromAttributes } from '@opentelemetry/resources';
import {
  AlwaysOnSampler,
  BasicTracerProvider,
  BatchSpanProcessor,
  ParentBasedSampler,
} from '@opentelemetry/sdk-trace-base';
import type { EndedExchange } from '../exchange-queue.ts';
import { parseEndpoint } from './endpoint.ts';
import { createExporter } from './exporter.ts';
import type { FindingEvent } from './findings.ts';
import { createOwnIds } from './own-ids.ts';
import { recordSpan } from './record-span.ts';

/** What the SDK holds until the collector takes it, and how much of that goes out at once: its own defaults. */
const MAX_WAITING_SPANS = 2_048;
const MAX_EXPORT_BATCH = 512;

/** How long spans are gathered, and how long the collector may take for a batch: the SDK's own are 5 s and 30 s. */
const SCHEDULE_DELAY_MS = 1_000;
const EXPORT_TIMEOUT_MS = 10_000;

/** All of them are set, for what is not the SDK takes from the environment. An exchange brings less. */
const LIMITS = {
  attributeCountLimit: 64,
  attributeValueLengthLimit: 16 * 1024,
  eventCountLimit: 32,
  linkCountLimit: 1,
  attributePerEventCountLimit: 8,
  attributePerLinkCountLimit: 1,
};

export interface Service {
  readonly serviceName: string;
  readonly serviceVersion: string;
  /** `service.instance.id`: the host name, in Kubernetes the pod's. */
  readonly instanceId: string;
}

export interface DeliveryOptions extends Service {
  readonly endpoint: string;
  readonly exportTimeoutMs?: number | undefined;
  readonly scheduleDelayMs?: number | undefined;
  /** There is room again. */
  onRoom(): void;
  onFailed(count: number, reason: string): void;
}

export interface Delivery {
  record(exchange: EndedExchange, findings: readonly FindingEvent[]): void;
  /** For so many spans. Of what is recorded beyond it the SDK would drop as much, and tell nobody. */
  readonly room: number;
  /** Spans that the collector has neither taken nor refused. */
  readonly undelivered: number;
  /** Resolves when the collector has what was recorded, or has failed to take it. */
  flush(): Promise<void>;
  /** Lets go of the connection to the collector, when what is on its way is through. */
  shutdown(): Promise<void>;
}

/** @throws Error that says what is wrong with the endpoint */
export function createDelivery(options: DeliveryOptions): Delivery {
  /** With the processor; and with the exporter or it. */
  let waiting = 0;
  let undelivered = 0;
  const timeoutMs = options.exportTimeoutMs ?? EXPORT_TIMEOUT_MS;
  const exporter = createExporter({
    endpoint: parseEndpoint(options.endpoint),
    userAgent: `${options.serviceName}/${options.serviceVersion}`,
    timeoutMs,
    onTaken(count) {
      waiting -= count;
      options.onRoom();
    },
    onDone(count, error) {
      undelivered -= count;
      if (error !== undefined) options.onFailed(count, error.message);
    },
  });
  const processor = new BatchSpanProcessor(exporter, {
    maxQueueSize: MAX_WAITING_SPANS,
    maxExportBatchSize: MAX_EXPORT_BATCH,
    scheduledDelayMillis: options.scheduleDelayMs ?? SCHEDULE_DELAY_MS,
    exportTimeoutMillis: timeoutMs,
  });
  const ids = createOwnIds();
  const provider = new BasicTracerProvider({
    resource: resourceOf(options),
    sampler: new ParentBasedSampler({ root: new AlwaysOnSampler() }),
    idGenerator: ids,
    spanProcessors: [processor],
    spanLimits: LIMITS,
    generalLimits: LIMITS,
  });
  const tracer = provider.getTracer(options.serviceName, options.serviceVersion);
  return {
    record(exchange, findings) {
      waiting += 1;
      undelivered += 1;
      try {
        recordSpan(tracer, ids, exchange, findings);
      } catch (error) {
        // Nobody else would catch a bug here, and it would end the process.
        waiting -= 1;
        undelivered -= 1;
        options.onFailed(1, `a bug of ours: ${error}`);
      }
    },
    get room() {
      return MAX_WAITING_SPANS - waiting;
    },
    get undelivered() {
      return undelivered;
    },
    async flush() {
      // What fails `onFailed` has heard of. The processor waits for what it sends now, the exporter for what it was sent before.
      await processor.forceFlush().catch(() => {});
      await exporter.forceFlush?.();
    },
    shutdown: () => (exporter.shutdown() ?? Promise.resolve()).catch(() => {}),
  };
}

function resourceOf({ serviceName, serviceVersion, instanceId }: Service) {
  // What it has of its own is `telemetry.sdk.*`, which collectors ask for.
  return defaultResource().merge(
    resourceFromAttributes({
      'service.name': serviceName,
      'service.version': serviceVersion,
      'service.instance.id': instanceId,
    }),
  );
}
