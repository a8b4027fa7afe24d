/** Randomness that every run repeats: a failure names its seed by being deterministic. */

export interface SeededRandom {
  /** A whole number from 0 to `below` - 1. */
  int(below: number): number;
  bytes(size: number): Uint8Array;
  pick<T>(items: readonly [T, ...T[]]): T;
}

/** The linear congruential generator of Numerical Recipes; the high bits are the random ones. */
export function seededRandom(seed: number): SeededRandom {
  let state = seed >>> 0;
  const int = (below: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 0x1_0000_0000) * below);
  };
  return {
    int,
    bytes: (size) => Uint8Array.from({ length: size }, () => int(256)),
    pick: (items) => items[int(items.length)] ?? items[0],
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
