/** What rules have said of a connection already: what goes on is said once, not with each tick. */

/** Rules, and the few things that each tells apart: the names of methods are none of those. */
const MAX_SAID = 64;

export class Said {
  private readonly topics = new Set<string>();

  /** @returns whether nobody has asked about `topic` before; false also where too much was said */
  first(topic: string): boolean {
    if (this.topics.has(topic) || this.topics.size >= MAX_SAID) return false;
    this.topics.add(topic);
    return true;
  }
}
