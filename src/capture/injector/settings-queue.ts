/** Whose SETTINGS does the client acknowledge? It answers them in the order in which they came, RFC 9113 §6.5.3. */
export class SettingsQueue {
  readonly #isOurs: boolean[] = [];

  sent(isOurs: boolean): void {
    this.#isOurs.push(isOurs);
  }

  /** @returns whether the server knows nothing of what is acknowledged */
  acknowledged(): boolean {
    return this.#isOurs.shift() ?? false;
  }
}
