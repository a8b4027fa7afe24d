import { type IdGenerator, RandomIdGenerator } from '@opentelemetry/sdk-trace-base';
import type { TraceContext } from '../../exchanges/exchange.ts';

/** The SDK asks for ids where it makes a span, and takes none from its caller: so they are laid out here just before. */
export interface OwnIds extends IdGenerator {
  /** For the span that is started next; undefined: new ones. */
  next: TraceContext | undefined;
}

export function createOwnIds(): OwnIds {
  const random = new RandomIdGenerator();
  return {
    next: undefined,
    generateTraceId() {
      return this.next?.traceId ?? random.generateTraceId();
    },
    generateSpanId() {
      return this.next?.spanId ?? random.generateSpanId();
    },
  };
}
