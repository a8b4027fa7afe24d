/** A part of a text that still knows where it was, so that a refusal says the position. */

export interface Piece {
  readonly text: string;
  /** Of its first character in the whole text, from 0. */
  readonly at: number;
}

export function split({ text, at }: Piece, separator: string): Piece[] {
  let start = at;
  return text.split(separator).map((part) => {
    const piece = { text: part, at: start };
    start += part.length + separator.length;
    return piece;
  });
}

/** At the first separator. @returns behind it undefined where there is none */
export function cut({ text, at }: Piece, separator: string): readonly [Piece, Piece | undefined] {
  const mark = text.indexOf(separator);
  if (mark < 0) return [{ text, at }, undefined];
  const behind = mark + separator.length;
  return [
    { text: text.slice(0, mark), at },
    { text: text.slice(behind), at: at + behind },
  ];
}

/** Without the spaces around it. */
export function trimmed({ text, at }: Piece): Piece {
  const withoutLead = text.trimStart();
  return { text: withoutLead.trimEnd(), at: at + text.length - withoutLead.length };
}
