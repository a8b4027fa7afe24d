/** A collector: a real gRPC server with TraceService/Export, which keeps what it gets, as tests want to read it. */

import { fileURLToPath } from 'node:url';
import { Server, ServerCredentials, type ServerUnaryCall, type sendUnaryData, status } from '@grpc/grpc-js';
import { loadSync, type MethodDefinition } from '@grpc/proto-loader';

const PROTOS = fileURLToPath(new URL('.', import.meta.url));
const SERVICE = 'opentelemetry.proto.collector.trace.v1.TraceService';

interface Value {
  readonly stringValue?: string;
  readonly intValue?: string;
  readonly doubleValue?: number;
  readonly boolValue?: boolean;
  readonly arrayValue?: { readonly values: readonly Value[] };
}
type KeyValues = readonly { readonly key: string; readonly value: Value }[];

interface WireSpan {
  readonly traceId: Buffer;
  readonly spanId: Buffer;
  readonly parentSpanId: Buffer;
  readonly traceState: string;
  readonly name: string;
  readonly kind: string;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: KeyValues;
  readonly events: readonly { readonly name: string; readonly timeUnixNano: string; readonly attributes: KeyValues }[];
  readonly links: readonly { readonly traceId: Buffer; readonly spanId: Buffer }[];
  readonly status: { readonly code: string; readonly message: string } | null;
}

interface ExportRequest {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: KeyValues };
    readonly scopeSpans: readonly { readonly scope: { readonly name: string }; readonly spans: readonly WireSpan[] }[];
  }[];
}

export type Attributes = Readonly<Record<string, unknown>>;

/** A span as it came, ids in hex, times in microseconds since the Unix epoch. */
export interface ReceivedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly traceState: string;
  readonly name: string;
  readonly kind: string;
  readonly start: number;
  readonly end: number;
  readonly attributes: Attributes;
  readonly events: readonly { readonly name: string; readonly time: number; readonly attributes: Attributes }[];
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[];
  readonly status: { readonly code: string; readonly message: string };
  readonly resource: Attributes;
  readonly scope: string;
}

/** What it does with a batch: takes it, refuses it, or never answers. */
export type Behaviour = 'TAKE' | 'REFUSE' | 'HANG';

export interface Collector {
  /** For `endpoint`. */
  readonly url: string;
  readonly spans: readonly ReceivedSpan[];
  /** Of each request. */
  readonly metadata: readonly Attributes[];
  /** Resolves when a call that it did not answer is given up. */
  readonly abandoned: Promise<void>;
  /** All that came, as text. */
  readonly text: string;
  stop(): void;
}

type Export = { readonly Export: MethodDefinition<ExportRequest, object> };

export async function startCollector(behaviour: Behaviour = 'TAKE'): Promise<Collector> {
  const spans: ReceivedSpan[] = [];
  const metadata: Attributes[] = [];
  let abandon = (): void => {};
  const abandoned = new Promise<void>((resolve) => {
    abandon = resolve;
  });
  const definition = loadSync('opentelemetry/proto/collector/trace/v1/trace_service.proto', {
    includeDirs: [PROTOS],
    longs: String,
    enums: String,
    defaults: true,
  })[SERVICE] as unknown as Export;
  const server = new Server();
  server.addService(definition, {
    Export(call: ServerUnaryCall<ExportRequest, object>, reply: sendUnaryData<object>) {
      metadata.push(call.metadata.getMap());
      if (behaviour === 'HANG') {
        call.on('cancelled', abandon);
        return;
      }
      if (behaviour === 'REFUSE') {
        reply({ code: status.PERMISSION_DENIED, details: 'not you' });
        return;
      }
      spans.push(...received(call.request));
      reply(null, {});
    },
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return {
    url: `http://127.0.0.1:${port}`,
    spans,
    metadata,
    abandoned,
    get text() {
      return JSON.stringify([spans, metadata]);
    },
    stop: () => server.forceShutdown(),
  };
}

function received({ resourceSpans }: ExportRequest): ReceivedSpan[] {
  return resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap(({ scope, spans }) =>
      spans.map((span) => receivedSpan(span, attributesOf(resource.attributes), scope.name)),
    ),
  );
}

function receivedSpan(span: WireSpan, resource: Attributes, scope: string): ReceivedSpan {
  return {
    traceId: span.traceId.toString('hex'),
    spanId: span.spanId.toString('hex'),
    parentSpanId: span.parentSpanId.toString('hex'),
    traceState: span.traceState,
    name: span.name,
    kind: span.kind,
    start: micros(span.startTimeUnixNano),
    end: micros(span.endTimeUnixNano),
    attributes: attributesOf(span.attributes),
    events: span.events.map(({ name, timeUnixNano, attributes }) => ({
      name,
      time: micros(timeUnixNano),
      attributes: attributesOf(attributes),
    })),
    links: span.links.map(({ traceId, spanId }) => ({
      traceId: traceId.toString('hex'),
      spanId: spanId.toString('hex'),
    })),
    status: span.status ?? { code: 'STATUS_CODE_UNSET', message: '' },
    resource,
    scope,
  };
}

function micros(nanos: string): number {
  return Number(BigInt(nanos) / 1000n);
}

function attributesOf(pairs: KeyValues): Attributes {
  return Object.fromEntries(pairs.map(({ key, value }) => [key, plain(value)]));
}

/** One of them is there; proto-loader gives a `oneof` no defaults. */
function plain({ stringValue, intValue, doubleValue, boolValue, arrayValue }: Value): unknown {
  if (intValue !== undefined) return Number(intValue);
  if (arrayValue !== undefined) return arrayValue.values.map(plain);
  return stringValue ?? doubleValue ?? boolValue;
}
