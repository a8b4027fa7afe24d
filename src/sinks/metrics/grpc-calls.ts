/** Calls of gRPC, under the names of go-grpc-middleware, so that dashboards made for it work. */

import type { Exchange } from '../../exchanges/exchange.ts';
import type { Message, Rpc } from '../../trace/event.ts';
import { BucketCounts } from './bucket-counts.ts';
import type { Family, Labels, NumberFamily } from './family.ts';
import { GRPC_CODE, grpcCodeIndex } from './grpc-code.ts';
import { Tally } from './tally.ts';

export type MethodType = 'unary' | 'client_stream' | 'server_stream' | 'bidi_stream';

/** @returns undefined where we have no such method: anybody can call anything, and shall make no series of it */
export type MethodTypeOf = (service: string, method: string) => MethodType | undefined;

/** Some thirty methods are ours; this is for a `MethodTypeOf` that knows others' too. */
export const MAX_METHODS = 1_000;

/** gRPC makes five attempts at most (gRFC A6), whatever a client says that it made. */
const PREVIOUS_ATTEMPTS = { label: 'previous_attempts', values: ['1', '2', '3', '4', '5 or more'] };

const LABEL_NAMES = ['grpc_type', 'grpc_service', 'grpc_method'] as const;
const UNKNOWN = 'unknown';

class MethodTotals {
  readonly labels: Labels;
  started = 0;
  received = 0;
  sent = 0;
  readonly handled = new Float64Array(GRPC_CODE.values.length);
  readonly handling = new BucketCounts();

  constructor(type: string, service: string, method: string) {
    this.labels = { grpc_type: type, grpc_service: service, grpc_method: method };
  }
}

export class GrpcCalls {
  readonly families: readonly Family[];
  private readonly methodTypeOf: MethodTypeOf;
  private readonly byService = new Map<string, Map<string, MethodTotals>>();
  private readonly all: MethodTotals[] = [];
  private unknown: MethodTotals | undefined = undefined;
  /** Events of a call refer to one object, and calls come in rows of the same method. */
  private lastRpc: Rpc | undefined = undefined;
  private lastTotals: MethodTotals | undefined = undefined;
  private readonly retried = new Tally(
    'sre_retried_calls_total',
    'Calls whose client had tried them before without an answer, by how often (grpc-previous-rpc-attempts, gRFC A6).',
    PREVIOUS_ATTEMPTS,
  );

  constructor(methodTypeOf: MethodTypeOf) {
    this.methodTypeOf = methodTypeOf;
    this.families = [...this.callFamilies(), ...this.messageFamilies(), this.retried];
  }

  started(rpc: Rpc, previousAttempts: number | undefined): void {
    this.totalsOf(rpc).started++;
    if (previousAttempts === undefined || previousAttempts < 1) return;
    this.retried.add(1, Math.min(previousAttempts, PREVIOUS_ATTEMPTS.values.length) - 1);
  }

  ended(rpc: Rpc, { end, own, parent }: Exchange): void {
    if (end === undefined) return;
    const totals = this.totalsOf(rpc);
    const code = grpcCodeIndex(end);
    totals.handled[code] = (totals.handled[code] ?? 0) + 1;
    const context = own ?? parent;
    if (context?.sampled) totals.handling.observeTraced(end.durationMs / 1000, context, end.time);
    else totals.handling.observe(end.durationMs / 1000);
  }

  /** As they pass, and not at the end of their call, which may be hours away. */
  message({ rpc, from }: Message): void {
    if (rpc === undefined) return;
    if (from === 'CLIENT') this.totalsOf(rpc).received++;
    else this.totalsOf(rpc).sent++;
  }

  private totalsOf(rpc: Rpc): MethodTotals {
    if (rpc === this.lastRpc && this.lastTotals !== undefined) return this.lastTotals;
    const totals = this.byService.get(rpc.service)?.get(rpc.method) ?? this.firstOf(rpc);
    this.lastRpc = rpc;
    this.lastTotals = totals;
    return totals;
  }

  private firstOf({ service, method }: Rpc): MethodTotals {
    const type = this.all.length < MAX_METHODS ? this.methodTypeOf(service, method) : undefined;
    if (type === undefined) {
      this.unknown ??= new MethodTotals(UNKNOWN, UNKNOWN, UNKNOWN);
      return this.unknown;
    }
    const totals = new MethodTotals(type, service, method);
    const methods = this.byService.get(service) ?? new Map<string, MethodTotals>();
    this.byService.set(service, methods.set(method, totals));
    this.all.push(totals);
    return totals;
  }

  private methods(): readonly MethodTotals[] {
    return this.unknown === undefined ? this.all : [...this.all, this.unknown];
  }

  private callFamilies(): Family[] {
    return [
      this.counter('grpc_server_started_total', 'Calls that began.', (totals) => totals.started),
      {
        name: 'grpc_server_handled_total',
        type: 'counter',
        help: 'Calls that ended, by the code of grpc-status, or by the one that gRPC makes of an end without it.',
        labelNames: [...LABEL_NAMES, GRPC_CODE.label],
        collect: () =>
          this.methods().flatMap(({ labels, handled }) =>
            GRPC_CODE.values.map((name, code) => ({
              labels: { ...labels, [GRPC_CODE.label]: name },
              value: handled[code] ?? 0,
            })),
          ),
      },
      {
        name: 'grpc_server_handling_seconds',
        type: 'histogram',
        help: 'From the header list of the request to the end of the stream, as seen on the wire.',
        labelNames: LABEL_NAMES,
        collect: () => this.methods().map(({ labels, handling }) => ({ labels, counts: handling })),
      },
    ];
  }

  private messageFamilies(): Family[] {
    const received = 'Messages that came from clients, counted as they pass.';
    const sent = 'Messages that went to clients, counted as they pass.';
    return [
      this.counter('grpc_server_msg_received_total', received, (totals) => totals.received),
      this.counter('grpc_server_msg_sent_total', sent, (totals) => totals.sent),
    ];
  }

  private counter(name: string, help: string, read: (totals: MethodTotals) => number): NumberFamily {
    const collect = () => this.methods().map((totals) => ({ labels: totals.labels, value: read(totals) }));
    return { name, type: 'counter', help, labelNames: LABEL_NAMES, collect };
  }
}
