/** PINGs of ours, so many, so far apart. One flood at a time: a new one takes the place of that under way. */
export class PingFlood {
  readonly #send: (number: number) => void;
  #timer: NodeJS.Timeout | undefined = undefined;
  #left = 0;
  #number = 0;
  #unanswered = 0;

  /** @param send a PING of that number */
  constructor(send: (number: number) => void) {
    this.#send = send;
  }

  /** PINGs that are still to be sent, or to be answered: what a client that does not read holds up. */
  get outstanding(): number {
    return this.#left + this.#unanswered;
  }

  /** The client has answered one. */
  answered(): void {
    if (this.#unanswered > 0) this.#unanswered -= 1;
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
    this.#unanswered += 1;
    this.#send(this.#number);
  }
}
