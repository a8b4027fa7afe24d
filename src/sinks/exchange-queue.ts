/** Exchanges that are over, on their way to somebody slower, bounded in bytes. */

import type { Exchange, ExchangeEnd } from '../exchanges/exchange.ts';

export type EndedExchange = Exchange & { readonly end: ExchangeEnd };

/** An exchange without its texts. Measured: 700 to 900. */
export const EXCHANGE_BYTES = 1024;

export interface ExchangeQueue {
  /** @returns false where there is no room */
  push(exchange: EndedExchange): boolean;
  /** The oldest, at most so many. */
  take(count: number): readonly EndedExchange[];
  clear(): void;
  readonly size: number;
  readonly oldest: EndedExchange | undefined;
}

/** @param maxBytes of what waits, by estimate */
export function createExchangeQueue(maxBytes: number): ExchangeQueue {
  let waiting: EndedExchange[] = [];
  let bytes = 0;

  return {
    push(exchange) {
      const size = exchangeBytes(exchange);
      if (bytes + size > maxBytes) return false;
      bytes += size;
      waiting.push(exchange);
      return true;
    },
    take(count) {
      const taken = waiting.splice(0, count);
      for (const exchange of taken) bytes -= exchangeBytes(exchange);
      return taken;
    },
    clear() {
      waiting = [];
      bytes = 0;
    },
    get size() {
      return waiting.length;
    },
    get oldest() {
      return waiting[0];
    },
  };
}

export function isEnded(exchange: Exchange): exchange is EndedExchange {
  return exchange.end !== undefined;
}

/** What it holds in memory, in bytes: rather too much than too little. */
function exchangeBytes({ path, authority, userAgent, parent, end }: EndedExchange): number {
  const texts = path.length + authority.length + (userAgent?.length ?? 0) + (parent?.state?.length ?? 0);
  return EXCHANGE_BYTES + texts + (end.grpcStatus?.message.length ?? 0) * 2;
}
