/**
 * OTLP over gRPC with the parts that OTLPTraceExporter is made of. That class itself reads OTEL_EXPORTER_OTLP_HEADERS and the like from
 * the environment, and sends what it finds there, whatever it is given: these do only what they are told.
 */

import {
  createEmptyMetadata,
  createInsecureCredentials,
  createOtlpGrpcExportDelegate,
  createSslCredentials,
} from '@opentelemetry/otlp-grpc-exporter-base';
import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-base';
import type { Endpoint } from './endpoint.ts';

/** Batches that are on their way: one while traffic goes on, all that wait when it is closed. */
const CONCURRENCY = 8;

/** ExportResultCode of @opentelemetry/core. */
const SUCCESS = 0;
const FAILED = 1;

type ExportResult = Parameters<Parameters<SpanExporter['export']>[1]>[0];

export interface ExporterOptions {
  readonly endpoint: Endpoint;
  readonly userAgent: string;
  /** Of one batch. */
  readonly timeoutMs: number;
  /** So many spans are no longer in the queue of the processor. */
  onTaken(count: number): void;
  /** @param error why the collector did not take them; undefined: it did */
  onDone(count: number, error: Error | undefined): void;
}

export function createExporter({ endpoint, userAgent, timeoutMs, onTaken, onDone }: ExporterOptions): SpanExporter {
  const delegate = createOtlpGrpcExportDelegate(
    {
      url: endpoint.target,
      credentials: endpoint.isTls ? () => createSslCredentials() : createInsecureCredentials,
      metadata: createEmptyMetadata,
      compression: 'none',
      timeoutMillis: timeoutMs,
      concurrencyLimit: CONCURRENCY,
      userAgent,
    },
    ProtobufTraceSerializer,
    'TraceExportService',
    '/opentelemetry.proto.collector.trace.v1.TraceService/Export',
  );
  return {
    export(spans: ReadableSpan[], done) {
      onTaken(spans.length);
      const settle = (result: ExportResult) => {
        onDone(spans.length, result.code === SUCCESS ? undefined : (result.error ?? new Error('no reason given')));
        done(result);
      };
      try {
        delegate.export(spans, settle);
      } catch (error) {
        settle({ code: FAILED, error: error instanceof Error ? error : new Error(String(error)) });
      }
    },
    forceFlush: () => delegate.forceFlush(),
    shutdown: () => delegate.shutdown(),
  };
}
