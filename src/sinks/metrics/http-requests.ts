/** Requests of plain HTTP: what is no call of a gRPC method. */

import type { Exchange } from '../../exchanges/exchange.ts';
import { BucketCounts } from './bucket-counts.ts';
import { OTHER } from './capped-tally.ts';
import type { Family } from './family.ts';

/** RFC 9110 §9.3 and PATCH of RFC 5789. A method is any token of a client's choice, so others share one name. */
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH'] as const;

/** Status codes are 100 to 599, RFC 9110 §15; below them there is room for two that are none. */
const FIRST_STATUS = 100;
const END_OF_STATUS = 600;
const NO_RESPONSE = 0;
const ODD_STATUS = 1;

interface MethodTotals {
  readonly method: string;
  /** The index is the status. */
  readonly statuses: Float64Array;
  readonly duration: BucketCounts;
}

function totalsFor(method: string): MethodTotals {
  return { method, statuses: new Float64Array(END_OF_STATUS), duration: new BucketCounts() };
}

export class HttpRequests {
  readonly families: readonly Family[] = [
    {
      name: 'http_server_requests_total',
      type: 'counter',
      help: 'HTTP requests that ended, by method and status; code none: there was no response.',
      labelNames: ['method', 'code'],
      collect: () => this.methods().flatMap(samplesOf),
    },
    {
      name: 'http_server_request_duration_seconds',
      type: 'histogram',
      help: 'From the header list of an HTTP request to the end of its response, as seen on the wire.',
      labelNames: ['method'],
      collect: () =>
        this.methods().flatMap(({ method, duration }) =>
          duration.count === 0 ? [] : [{ labels: { method }, counts: duration }],
        ),
    },
  ];
  private readonly known: ReadonlyMap<string, MethodTotals> = new Map(METHODS.map((each) => [each, totalsFor(each)]));
  private readonly other = totalsFor(OTHER);

  ended({ method, end, own, parent }: Exchange): void {
    if (end === undefined) return;
    const { statuses, duration } = this.known.get(method) ?? this.other;
    const index = statusIndex(end.httpStatus);
    statuses[index] = (statuses[index] ?? 0) + 1;
    const context = own ?? parent;
    if (context?.sampled) duration.observeTraced(end.durationMs / 1000, context, end.time);
    else duration.observe(end.durationMs / 1000);
  }

  private methods(): readonly MethodTotals[] {
    return [...this.known.values(), this.other];
  }
}

function statusIndex(status: number | undefined): number {
  if (status === undefined) return NO_RESPONSE;
  return Number.isInteger(status) && status >= FIRST_STATUS && status < END_OF_STATUS ? status : ODD_STATUS;
}

function statusName(index: number): string {
  if (index === NO_RESPONSE) return 'none';
  return index === ODD_STATUS ? OTHER : String(index);
}

function samplesOf({ method, statuses }: MethodTotals) {
  return Array.from(statuses, (value, index) => ({ labels: { method, code: statusName(index) }, value })).filter(
    ({ value }) => value > 0,
  );
}
