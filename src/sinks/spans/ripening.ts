import { createExchangeQueue, type EndedExchange } from '../exchange-queue.ts';

/** Above this the oldest need not wait any longer: under load findings are not worth the memory. */
const MAX_UNRIPE = 4_096;

export interface Ripening {
  /** @returns false where there is no room */
  push(exchange: EndedExchange): boolean;
  /** The oldest that have waited long enough, at most so many. */
  take(count: number): readonly EndedExchange[];
  /** Nothing waits any longer. */
  ripenAll(): void;
  clear(): void;
  readonly size: number;
  readonly ripe: number;
}

export interface RipeningOptions {
  /** Each waits so long at least, and twice that at most. */
  readonly graceMs: number;
  readonly maxBytes: number;
  onRipe(): void;
}

/** Exchanges that wait for the findings that a clock makes of them. */
export function createRipening({ graceMs, maxBytes, onRipe }: RipeningOptions): Ripening {
  const queue = createExchangeQueue(maxBytes);
  /** Of the queue: so many of the oldest are ripe, so many of the newest came since the last tick. */
  let ripe = 0;
  let young = 0;
  let timer: NodeJS.Timeout | undefined;

  function tick(): void {
    timer = undefined;
    ripe = queue.size - young;
    young = 0;
    arm();
    if (ripe > 0) onRipe();
  }

  function arm(): void {
    if (queue.size > ripe) timer ??= setTimeout(tick, graceMs).unref();
  }

  function setRipe(count: number): void {
    ripe = count;
    young = Math.min(young, queue.size - ripe);
  }

  return {
    push(exchange) {
      if (!queue.push(exchange)) return false;
      young += 1;
      arm();
      if (queue.size - ripe > MAX_UNRIPE) {
        setRipe(queue.size - MAX_UNRIPE);
        onRipe();
      }
      return true;
    },
    take(count) {
      const taken = queue.take(Math.min(count, ripe));
      ripe -= taken.length;
      return taken;
    },
    ripenAll() {
      setRipe(queue.size);
      clearTimeout(timer);
      timer = undefined;
    },
    clear() {
      queue.clear();
      setRipe(0);
    },
    get size() {
      return queue.size;
    },
    get ripe() {
      return ripe;
    },
  };
}
