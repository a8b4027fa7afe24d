/** Tables that do not grow without end, and keep longest what still goes on. */

/**
 * Takes the oldest out of `rows` that have ended, then the oldest of all, until there are `most`.
 *
 * @param rows the oldest first
 */
export function bounded<K, V>(rows: Map<K, V>, most: number, isEnded: (row: V) => boolean): Map<K, V> {
  remove(rows, rows.size - most, isEnded);
  remove(rows, rows.size - most, () => true);
  return rows;
}

function remove<K, V>(rows: Map<K, V>, count: number, mayGo: (row: V) => boolean): void {
  let left = count;
  if (left <= 0) return;
  for (const [key, row] of rows) {
    if (!mayGo(row)) continue;
    rows.delete(key);
    left--;
    if (left === 0) return;
  }
}
