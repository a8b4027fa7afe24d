/** Of so many edits at most a slip is made; more, and it is another word. */
const MAX_EDITS = 3;

/** Longer words are no slips of ours, and their distance takes time. */
const MAX_WORD_LENGTH = 40;

/** Fewer characters begin too many words. */
const MIN_BEGINNING = 3;

/** The names that `word` may be a slip of, nearest first. */
export function nearest(word: string, names: readonly string[]): string[] {
  if (word.length > MAX_WORD_LENGTH) return [];
  const most = Math.min(MAX_EDITS, Math.ceil(word.length / 3));
  return names
    .map((name) => ({ name, edits: editsBetween(word.toLowerCase(), name.toLowerCase()) }))
    .filter(({ edits }) => edits <= most)
    .sort((one, other) => one.edits - other.edits)
    .map(({ name }) => name);
}

/** "; did you mean type?", or else all of them. */
export function suggestion(word: string, names: readonly string[]): string {
  const [best] = nearest(word, names);
  return best === undefined ? `, expected ${names.join(', ')}` : `, did you mean ${best}?`;
}

/** A beginning is as near as a slip. */
function editsBetween(word: string, name: string): number {
  return word.length >= MIN_BEGINNING && name !== word && name.startsWith(word) ? 1 : distance(word, name);
}

/** Levenshtein. */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, n) => n);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
