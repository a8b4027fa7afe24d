/** From the events of all connections to the exchanges on them. */

import type { EventOf, Side, TraceEvent } from '../trace/event.ts';
import type { Exchange, ExchangeObserver } from './exchange.ts';
import { Http1Exchanges } from './http1-exchanges.ts';
import { Http2Exchanges } from './http2-exchanges.ts';
import type { Place } from './open-exchange.ts';

/**
 * Connections followed at once: more than a process has descriptors for (`fs.nr_open` is a million, and each takes three). Each
 * gets its end, so only a slip of ours comes here; then the oldest goes.
 */
const MAX_CONNECTIONS = 400_000;

/** RFC 9113 §6.1. */
const END_STREAM = 1;

export interface ExchangeFollower {
  /** All events of all connections, in the order of their `seq`. Never throws, but for an observer that does. */
  write(events: readonly TraceEvent[]): void;
  /** Ends what is open, and forgets it. What is written later is ignored. */
  close(): Promise<void>;
}

/**
 * Exchanges begin and end with the events that are given here. Of a connection that opened before nothing is told: whose it is and
 * on which listener, nobody says a second time.
 *
 * Observers get one object for an exchange, which grows until it has its `end`.
 */
export function followExchanges(observers: readonly ExchangeObserver[]): ExchangeFollower {
  const observer = observers.length === 1 && observers[0] !== undefined ? observers[0] : toAll(observers);
  const connections = new Map<string, Connection>();
  let last: Connection | undefined;
  let lastTime = 0;
  let isClosed = false;

  function find(conn: string): Connection | undefined {
    if (last?.place.conn !== conn) last = connections.get(conn);
    return last;
  }

  function open(event: EventOf<'connectionOpened'>): void {
    if (connections.size >= MAX_CONNECTIONS) forgetOldest();
    connections.set(event.conn, new Connection({ conn: event.conn, opened: event.connectionOpened }, observer));
    last = undefined;
  }

  function end(conn: string, endedBy: Side, time: number, reason: string): void {
    const connection = connections.get(conn);
    connections.delete(conn);
    last = undefined;
    connection?.finish(endedBy, time, reason);
  }

  function forgetOldest(): void {
    const oldest = connections.keys().next().value;
    if (oldest !== undefined) end(oldest, 'SERVER', lastTime, 'it is no longer followed');
  }

  function take(event: TraceEvent): void {
    switch (event.kind) {
      case 'connectionOpened':
        open(event);
        break;
      case 'frame':
        // Most frames of a long stream say nothing of its exchange.
        if (event.frame.type !== 'DATA' || (event.frame.flagBits & END_STREAM) !== 0) {
          find(event.conn)?.http2.frame(event.frame, event.time);
        }
        break;
      case 'message':
        if (event.message.index === 0) find(event.conn)?.http2.message(event.message, event.time);
        break;
      case 'streamOpened':
        find(event.conn)?.http2.opened(event.streamOpened, event.time);
        break;
      case 'streamClosed':
        find(event.conn)?.http2.closed(event.streamClosed, event.time);
        break;
      case 'http1':
        find(event.conn)?.http1.message(event.http1, event.time);
        break;
      case 'connectionClosed':
        end(event.conn, event.connectionClosed.endedBy ?? 'SERVER', event.time, CUT_OFF);
        break;
      case 'finding':
      case 'traceLost':
        break;
    }
  }

  return {
    write(events) {
      if (isClosed) return;
      for (let i = 0; i < events.length; i++) {
        const event = events[i] as TraceEvent;
        lastTime = event.time;
        take(event);
      }
    },
    async close() {
      isClosed = true;
      for (const conn of [...connections.keys()]) end(conn, 'SERVER', lastTime, 'the server stopped following it');
    },
  };
}

const CUT_OFF = 'the connection ended before the response did';

class Connection {
  readonly place: Place;
  private readonly observer: ExchangeObserver;
  private knownHttp2: Http2Exchanges | undefined = undefined;
  private knownHttp1: Http1Exchanges | undefined = undefined;

  constructor(place: Place, observer: ExchangeObserver) {
    this.place = place;
    this.observer = observer;
  }

  /** By its events and not by the protocol that its first bytes looked like: a client that is silent at first has none. */
  get http2(): Http2Exchanges {
    this.knownHttp2 ??= new Http2Exchanges(this.place, this.observer);
    return this.knownHttp2;
  }

  get http1(): Http1Exchanges {
    this.knownHttp1 ??= new Http1Exchanges(this.place, this.observer);
    return this.knownHttp1;
  }

  finish(endedBy: Side, time: number, reason: string): void {
    this.knownHttp2?.finish(endedBy, time, reason);
    this.knownHttp1?.finish(endedBy, time, reason);
  }
}

function toAll(observers: readonly ExchangeObserver[]): ExchangeObserver {
  return {
    started(exchange: Exchange) {
      for (const observer of observers) observer.started(exchange);
    },
    ended(exchange: Exchange) {
      for (const observer of observers) observer.ended(exchange);
    },
  };
}
