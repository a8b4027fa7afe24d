/** Exchanges for tests of those who want them: by hand, and what `followExchanges` makes of events. */

import type { Exchange, ExchangeEnd, ExchangeObserver } from '../../src/exchanges/exchange.ts';
import { followExchanges } from '../../src/exchanges/follow.ts';
import type { ConnectionOpened, TraceEvent } from '../../src/trace/event.ts';
import { connectionOpened, type EventBody, START, stamp } from './events.ts';

export interface Followed {
  readonly exchanges: readonly Exchange[];
  /** "start 1", "end 1", in the order of the calls. */
  readonly calls: readonly string[];
}

/** All that is made of the events; connection c1 opens first. */
export function follow(events: readonly TraceEvent[], opened: Partial<ConnectionOpened> = {}): Followed {
  const { observer, ...followed } = collector();
  const follower = followExchanges([observer]);
  follower.write(stamp([connectionOpened(opened)]));
  for (const event of events) follower.write([event]);
  return followed;
}

export function followBodies(bodies: readonly EventBody[], opened: Partial<ConnectionOpened> = {}): Followed {
  return follow(stamp(bodies), opened);
}

export function collector(): Followed & { readonly observer: ExchangeObserver } {
  const exchanges: Exchange[] = [];
  const calls: string[] = [];
  return {
    exchanges,
    calls,
    observer: {
      started(exchange) {
        exchanges.push(exchange);
        calls.push(`start ${exchange.streamId}`);
      },
      ended(exchange) {
        calls.push(`end ${exchange.streamId}`);
      },
    },
  };
}

type EndedParts = Partial<Omit<Exchange, 'end'>> & { readonly end?: Partial<ExchangeEnd> };

/** A unary call that worked, but for `parts`. */
export function endedExchange({ end, ...parts }: EndedParts = {}): Exchange & { readonly end: ExchangeEnd } {
  return {
    conn: 'c3',
    streamId: 5,
    listener: 'grpc',
    protocol: 'h2c',
    peer: { address: '10.0.3.7', port: 44646 },
    startedAt: START,
    method: 'POST',
    path: '/sre.echo.v1.EchoService/Echo',
    authority: 'echo.sre:50051',
    rpc: { service: 'sre.echo.v1.EchoService', method: 'Echo' },
    milestones: [],
    ...parts,
    end: {
      time: START + 1250,
      how: 'TRAILERS',
      endedBy: 'SERVER',
      httpStatus: 200,
      grpcStatus: { code: 0, name: 'OK', message: '' },
      origin: 'APPLICATION',
      originReason: 'the response is complete',
      durationMs: 1.25,
      firstByteMs: 0.75,
      request: { messages: 1, bytes: 12 },
      response: { messages: 1, bytes: 12 },
      ...end,
    },
  };
}

/** A request of plain HTTP that worked, but for `parts`. */
export function httpExchange({ end, ...parts }: EndedParts = {}): Exchange & { readonly end: ExchangeEnd } {
  const { rpc: _, ...call } = endedExchange();
  const { grpcStatus: __, ...answer } = call.end;
  return {
    ...call,
    listener: 'http',
    protocol: 'http/1.1',
    method: 'GET',
    path: '/status/200',
    ...parts,
    end: { ...answer, how: 'END_STREAM_WITHOUT_TRAILERS', ...end },
  };
}
