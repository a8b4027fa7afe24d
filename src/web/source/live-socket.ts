/**
 * The live trace, for as long as somebody looks at it: the connection is made again when it drops, goes on behind the event that came
 * last, and what could not be had any more is announced.
 */

import type { TraceEvent } from '../../trace/event.ts';
import { eventOf } from '../model/event-json.ts';
import { retryDelayMs } from './backoff.ts';
import { type Attempt, createAttempt, type Failure } from './live-attempt.ts';
import { createCursor } from './live-cursor.ts';
import { isSameTrace } from './same-trace.ts';
import type { TraceSource } from './source.ts';
import type { Connect } from './web-socket.ts';

export type LiveState =
  | { readonly is: 'connecting' }
  | { readonly is: 'live' }
  /** @param retryAt milliseconds, as `now` has them */
  | { readonly is: 'disconnected'; readonly reason: string; readonly retryAt: number };

export interface LiveOptions {
  /** `ws:` or `wss:`, without a query. */
  readonly url: string;
  /** As typed; empty: all events. */
  readonly filter: string;
  /** The first `seq` that is wanted. Default: it begins with what comes next, and what is missed before the first event is not told. */
  readonly since?: number | undefined;
  readonly connect: Connect;
  /** Asked when the connection was lost: whether the trace is still the same. */
  readonly source: Pick<TraceSource, 'index' | 'read'>;
  /** Why the connection did not come about, where more can be known than that. Never rejects. */
  readonly whyNot?: (() => Promise<string>) | undefined;
  /** Milliseconds since the Unix epoch. */
  readonly now: () => number;
  /** @returns ends it */
  readonly setTimer: (call: () => void, ms: number) => () => void;
  /** 0 up to 1. */
  readonly random: () => number;
  /** In the order of their `seq`, none twice, announcements of loss among them (`traceLost` without a connection). Never empty. */
  onEvents(events: readonly TraceEvent[]): void;
  onState(state: LiveState): void;
  /** The server was restarted, or is another replica: numbers begin again. The reader is closed before. */
  onRestart(): void;
}

export interface LiveReader {
  close(): void;
  /**
   * All that matches up to this `seq` has come if the connection stands, as is known from elsewhere: it is no loss if it is overwritten
   * later.
   */
  sawUpTo(seq: number): void;
}

/** One that ends sooner counts as failed: a server that closes at once is not asked twice a second. */
const STABLE_MS = 5_000;

/** Until it is tried again. */
interface Wait {
  readonly retryAt: number;
  readonly end: () => void;
}

/** `connecting` is told at once, before this returns. */
export function openLive(options: LiveOptions): LiveReader {
  const { filter, source, now, setTimer, onState } = options;
  const cursor = createCursor({ isAll: filter.trim() === '', since: options.since });
  let attempt: Attempt | undefined;
  let wait: Wait | undefined;
  let isClosed = false;
  let failures = 0;
  let openedAt = 0;

  function begin(): void {
    wait = undefined;
    onState({ is: 'connecting' });
    if (isClosed) return;
    const isFirst = attempt === undefined;
    attempt = createAttempt({
      connect: options.connect,
      setTimer,
      // It never is: the answer is what counts.
      question: () => ({ pause: false }),
      where: (signal) => (isFirst ? urlOf(options, cursor.next) : whereAgain(signal)),
      opened,
      heard,
      failed,
    });
    attempt.start();
  }

  async function whereAgain(signal: AbortSignal): Promise<string | undefined> {
    return (await isOther(signal)) ? restart(signal) : urlOf(options, cursor.next);
  }

  async function isOther(signal: AbortSignal): Promise<boolean> {
    return cursor.next !== undefined && !(await isSameTrace(source, cursor.next, cursor.last, signal));
  }

  function restart(signal: AbortSignal): undefined {
    if (signal.aborted) return;
    close();
    options.onRestart();
  }

  function opened(): void {
    openedAt = now();
    onState({ is: 'live' });
  }

  /** Events are arrays; an object is an answer to what was said. */
  function heard(json: unknown): void {
    if (!Array.isArray(json)) return;
    const { events, isRepeated } = cursor.take(json.map(eventOf).filter((event) => event !== undefined));
    if (events.length > 0) options.onEvents(events);
    if (isRepeated) void restartIfOther();
  }

  /** Between the last question and the connection it may have become another one. */
  async function restartIfOther(): Promise<void> {
    const signal = attempt?.signal;
    if (signal === undefined || signal.aborted) return;
    const other = await isOther(signal).catch(() => false);
    if (other) restart(signal);
  }

  function failed(reason: string, how: Failure): void {
    failures = how === 'LOST' && now() - openedAt >= STABLE_MS ? 1 : failures + 1;
    const delay = retryDelayMs(failures, options.random());
    cursor.reconnected();
    const mine = { retryAt: now() + delay, end: setTimer(begin, delay) };
    wait = mine;
    onState({ is: 'disconnected', reason, retryAt: mine.retryAt });
    if (how === 'UNTOLD') void explain(mine);
  }

  /** Told where it still waits: the state is the same, in better words. */
  async function explain(mine: Wait): Promise<void> {
    const reason = await options.whyNot?.();
    if (reason !== undefined && wait === mine) onState({ is: 'disconnected', reason, retryAt: mine.retryAt });
  }

  function close(): void {
    isClosed = true;
    wait?.end();
    wait = undefined;
    attempt?.end();
  }

  begin();
  return {
    close,
    sawUpTo(seq) {
      // Who is away has not seen it; who has just come back is first told of what was overwritten meanwhile.
      if (attempt?.isOpen === true && now() - openedAt >= STABLE_MS) cursor.sawUpTo(seq);
    },
  };
}

function urlOf({ url, filter }: LiveOptions, since: number | undefined): string {
  const query = new URLSearchParams();
  if (filter.trim() !== '') query.set('filter', filter);
  if (since !== undefined) query.set('since', String(since));
  return query.size === 0 ? url : `${url}?${query}`;
}
