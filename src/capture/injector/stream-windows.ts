import { INITIAL_SETTINGS } from '../../wire/http2/settings.ts';

/**
 * Some clients give more credit with the request (curl does), before anybody knows whether a fault will be asked for. Streams
 * come in such numbers that only the last of them are remembered: a fault is asked for when a stream begins.
 */
const MAX_REMEMBERED = 1_000;

/** What a client allows on streams that have not been answered yet, RFC 9113 §6.9. */
export class StreamWindows {
  #initial = INITIAL_SETTINGS.INITIAL_WINDOW_SIZE;
  readonly #credit = new Map<number, number>();

  of(streamId: number): number {
    return this.#initial + (this.#credit.get(streamId) ?? 0);
  }

  credited(streamId: number, bytes: number): void {
    this.#credit.set(streamId, (this.#credit.get(streamId) ?? 0) + bytes);
    if (this.#credit.size <= MAX_REMEMBERED) return;
    const [oldest] = this.#credit.keys();
    if (oldest !== undefined) this.#credit.delete(oldest);
  }

  /** SETTINGS_INITIAL_WINDOW_SIZE. @returns by how much the window of each open stream changes, RFC 9113 §6.9.2 */
  setInitial(bytes: number): number {
    const change = bytes - this.#initial;
    this.#initial = bytes;
    return change;
  }
}
