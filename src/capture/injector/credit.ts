/**
 * Flow control where the two sides do not see the same bytes, RFC 9113 §5.2: a client gives credit for what it got, and a server
 * waits for credit for what it sent.
 */
export class Credit {
  /** What the client will give credit for though the server did not send it. */
  #owed = 0;

  get isOwed(): boolean {
    return this.#owed > 0;
  }

  /** Bytes of ours went to the client. */
  added(bytes: number): void {
    this.#owed += bytes;
  }

  /** Bytes of the server did not. @returns credit to give to it in place of the client, or 0 */
  removed(bytes: number): number {
    const settled = Math.min(bytes, this.#owed);
    this.#owed -= settled;
    return bytes - settled;
  }

  /** The client gives credit. @returns how much of it is for the server, or 0 */
  given(bytes: number): number {
    const kept = Math.min(bytes, this.#owed);
    this.#owed -= kept;
    return bytes - kept;
  }
}
