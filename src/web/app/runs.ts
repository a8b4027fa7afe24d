/** A stretch of numbers, both ends in it. */
export interface Run {
  readonly first: number;
  readonly last: number;
}

/**
 * Numbers that are near each other as stretches that are asked for at once.
 *
 * @param seqs ascending
 * @param maxGap what is between two of a stretch, and asked for in vain
 * @param maxLength of a stretch
 */
export function runs(seqs: readonly number[], maxGap: number, maxLength: number): readonly Run[] {
  const all: Run[] = [];
  for (const seq of seqs) {
    const last = all.at(-1);
    if (last !== undefined && seq - last.last <= maxGap + 1 && seq - last.first < maxLength) {
      all[all.length - 1] = { first: last.first, last: seq };
    } else {
      all.push({ first: seq, last: seq });
    }
  }
  return all;
}
