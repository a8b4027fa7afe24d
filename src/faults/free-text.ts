import type { Piece } from './piece.ts';
import { refuse } from './refusal.ts';

/** Percent-encoded: what is not printable ASCII, and `;`, `@` and `%`. @throws Refusal where it is no UTF-8 encoded so */
export function freeText(piece: Piece): string {
  try {
    return decodeURIComponent(piece.text);
  } catch {
    return refuse(piece, 'a text in percent-encoded UTF-8, with % itself as %25');
  }
}
