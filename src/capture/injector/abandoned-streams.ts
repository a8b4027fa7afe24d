/**
 * How long a server may go on with an answer that nobody gets. Most end long before; a server that is told of each of them takes it
 * for an attack, and ends the connection (nghttp2: 1,000 resets, then 33 a second; CVE-2023-44487).
 */
export const ABANDON_AFTER_MS = 1_000;

/** Streams whose client gets nothing more, and whose server has not been told. As many as are kept from the client (link.ts). */
export class AbandonedStreams {
  readonly #tell: (streamId: number) => void;
  readonly #timers = new Map<number, NodeJS.Timeout>();

  /** @param tell called where the server has not ended the stream by itself in time */
  constructor(tell: (streamId: number) => void) {
    this.#tell = tell;
  }

  add(streamId: number): void {
    if (this.#timers.has(streamId)) return;
    const timer = setTimeout(() => {
      this.#timers.delete(streamId);
      this.#tell(streamId);
    }, ABANDON_AFTER_MS);
    this.#timers.set(streamId, timer.unref());
  }

  /** One of the sides has ended it. */
  delete(streamId: number): void {
    clearTimeout(this.#timers.get(streamId));
    this.#timers.delete(streamId);
  }

  clear(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }
}
