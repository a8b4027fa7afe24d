/** PINGs of ours, so many, so far apart. One flood at a time: a new one takes the place of that under way. */
export class PingFlood {
  readonly #send: (number: number) => void;
  #timer: NodeJS.Timeout | undefined = undefined;
  #left = 0;
  #number = 0;

  /** @param send a PING of that number */
  constructor(send: (number: number) => void) {
    this.#send = send;
  }

  /** @param intervalMs 0: all at once */
  start(count: number, intervalMs: number): void {
    this.stop();
    this.#left = count;
    if (intervalMs > 0) this.#timer = setInterval(() => this.#next(), intervalMs);
    else while (this.#left > 0) this.#next();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#left = 0;
  }

  #next(): void {
    if (this.#left === 0) {
      this.stop();
      return;
    }
    this.#left -= 1;
    this.#number += 1;
    this.#send(this.#number);
  }
}
