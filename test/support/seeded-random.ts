/** Randomness that every run repeats: a failure names its seed by being deterministic. */

export interface SeededRandom {
  /** From 0 to below 1. */
  unit(): number;
  /** A whole number from 0 to `below` - 1. */
  int(below: number): number;
  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number;
  /** True as often as `probability` says, 0 to 1. */
  chance(probability: number): boolean;
  bytes(size: number): Uint8Array;
  /** Any characters from 0 to 255: bytes as header values have them. */
  text(length: number): string;
  /** @throws RangeError where there is nothing to choose from */
  pick<T>(items: readonly T[]): T;
}

/** Mulberry32: 32 bits of state, and good enough in all its bits. */
export function seededRandom(seed: number): SeededRandom {
  let state = seed;
  const unit = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const int = (below: number) => Math.floor(unit() * below);
  return {
    unit,
    int,
    between: (least, most) => least + int(most - least + 1),
    chance: (probability) => unit() < probability,
    bytes: (size) => Uint8Array.from({ length: size }, () => int(256)),
    text: (length) => Array.from({ length }, () => String.fromCharCode(int(256))).join(''),
    pick: (items) => {
      if (items.length === 0) throw new RangeError('nothing to choose from');
      return items[int(items.length)] as (typeof items)[number];
    },
  };
}

/** Changes, drops, doubles or inserts a few bytes. */
export function mutate(random: SeededRandom, bytes: Uint8Array): Uint8Array {
  const mutant = Array.from(bytes);
  for (let left = 1 + random.int(4); left > 0; left--) {
    const at = random.int(mutant.length + 1);
    random.pick([
      () => mutant.splice(at, 1, random.int(256)),
      () => mutant.splice(at, 1 + random.int(3)),
      () => mutant.splice(at, 0, ...random.bytes(1 + random.int(3))),
      () => mutant.splice(at, 0, ...mutant.slice(at, at + 4)),
    ])();
  }
  return Uint8Array.from(mutant);
}
