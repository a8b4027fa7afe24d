import {
  createTraceState,
  type HrTime,
  type Link,
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import type { Exchange, TraceContext } from '../../exchanges/exchange.ts';
import { isServerFault } from '../../exchanges/outcome.ts';
import { withoutQueryOf } from '../../exchanges/without-query.ts';
import { printable } from '../../formats/escape.ts';
import type { EndedExchange } from '../exchange-queue.ts';
import { attributesOf, spanName } from './attributes.ts';
import type { FindingEvent } from './findings.ts';
import type { OwnIds } from './own-ids.ts';

const MICROS = 1_000_000;

/** Whoever called decides for all that follows; where nobody did, the server that answered; else everything is told. */
export function isSampled({ parent, own }: Exchange): boolean {
  return parent?.sampled ?? own?.sampled ?? true;
}

/** Makes the span of an exchange, all at once: it is over. */
export function recordSpan(
  tracer: Tracer,
  ids: OwnIds,
  exchange: EndedExchange,
  findings: readonly FindingEvent[],
): void {
  const span = startSpan(tracer, ids, exchange);
  for (const attributes of attributesOf(exchange)) span.setAttributes(attributes);
  for (const { name, time, from } of exchange.milestones) span.addEvent(name, { 'sre.from': from }, hrTime(time));
  for (const finding of findings) addFinding(span, exchange, finding);
  if (isServerFault(exchange, exchange.end)) span.setStatus({ code: SpanStatusCode.ERROR, ...description(exchange) });
  span.end(hrTime(exchange.end.time));
}

function startSpan(tracer: Tracer, ids: OwnIds, exchange: EndedExchange): Span {
  const { parent, own } = exchange;
  const options = {
    kind: SpanKind.SERVER,
    startTime: hrTime(exchange.startedAt),
  };
  // A reply that names another trace: its span is in that one, and says who asked.
  const isElsewhere = parent !== undefined && own !== undefined && own.traceId !== parent.traceId;
  const context =
    parent === undefined || isElsewhere ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, spanContext(parent));
  const links: Link[] = parent !== undefined && isElsewhere ? [{ context: spanContext(parent) }] : [];
  ids.next = own;
  try {
    return tracer.startSpan(spanName(exchange), { ...options, links }, context);
  } finally {
    ids.next = undefined;
  }
}

function spanContext({ traceId, spanId, sampled, state }: TraceContext): SpanContext {
  return {
    traceId,
    spanId,
    traceFlags: sampled ? TraceFlags.SAMPLED : TraceFlags.NONE,
    isRemote: true,
    ...(state === undefined ? {} : { traceState: createTraceState(state) }),
  };
}

function addFinding(span: Span, exchange: Exchange, { time, finding }: FindingEvent): void {
  const attributes = {
    'sre.finding.rule': finding.rule,
    'sre.finding.severity': finding.severity,
    'sre.finding.title': printable(withoutQueryOf(exchange, finding.title)),
    'sre.finding.explanation': printable(withoutQueryOf(exchange, finding.explanation)),
    'sre.finding.spec': [...finding.spec],
  };
  span.addEvent('finding', attributes, hrTime(time));
}

function description(exchange: EndedExchange): { readonly message?: string } {
  const { grpcStatus } = exchange.end;
  return grpcStatus === undefined ? {} : { message: printable(withoutQueryOf(exchange, grpcStatus.message)) };
}

/** @param time microseconds since the Unix epoch */
function hrTime(time: number): HrTime {
  return [Math.floor(time / MICROS), Math.round((time % MICROS) * 1000)];
}
