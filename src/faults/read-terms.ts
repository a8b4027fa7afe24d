import type { Draft } from './draft.ts';
import { MAX_TERMS, MAX_TEXT_LENGTH } from './limits.ts';
import { cut, type Piece, split, trimmed } from './piece.ts';
import { quote, Refusal, refuse } from './refusal.ts';
import { stage } from './stage.ts';
import { BEFORE_HEADERS, type ReadTerm, type Term } from './term.ts';
import { TERMS } from './vocabulary.ts';

/** Anything else is lost or changed on the way in a header field. */
const NOT_PRINTABLE_ASCII = /[^\x20-\x7e]/;

/** Each term by itself; what they say goes to `draft`. @throws Refusal at the first that is not understood */
export function readTerms(text: string, draft: Draft): ReadTerm[] {
  const pieces = split({ text: inBounds(text), at: 0 }, ';').map(trimmed);
  if (pieces.length > MAX_TERMS) throw new Refusal(0, `${pieces.length} terms came, expected at most ${MAX_TERMS}`);
  const read: ReadTerm[] = [];
  for (const piece of pieces) {
    const term = readTerm(piece, draft);
    if (read.some((other) => other.term === term.term)) throw new Refusal(piece.at, `${term.term.name} came twice`);
    read.push(term);
  }
  return read;
}

function inBounds(text: string): string {
  const { length } = text;
  if (length > MAX_TEXT_LENGTH) {
    throw new Refusal(0, `a text of ${length} characters came, expected at most ${MAX_TEXT_LENGTH}`);
  }
  const odd = text.search(NOT_PRINTABLE_ASCII);
  if (odd >= 0) refuse({ text: text.charAt(odd), at: odd }, 'printable ASCII, and the rest percent-encoded');
  return text;
}

/** `name[=value][@stage]` */
function readTerm(piece: Piece, draft: Draft): ReadTerm {
  const [front, stagePiece] = cut(piece, '@');
  const [name, value] = cut(front, '=');
  const term = TERMS.get(trimmed(name).text.toLowerCase()) ?? refuse(trimmed(name), oneOf());
  const at = stageOf(term, stagePiece);
  term.read(draft, valueBehind(term, name, value), at);
  return { term, stage: at, at: piece.at };
}

function valueBehind({ name, value: rule }: Term, namePiece: Piece, value: Piece | undefined): Piece {
  const behind = { text: '', at: namePiece.at + namePiece.text.length };
  if (rule === undefined) {
    if (value !== undefined) refuse(trimmed(value), `${name} without a value`);
    return behind;
  }
  if (value !== undefined) return trimmed(value);
  if (rule.fallback !== undefined) return { ...behind, text: rule.fallback };
  return refuse(behind, `${name}=${rule.form}`);
}

function stageOf({ name, stage: usual }: Term, piece: Piece | undefined): ReadTerm['stage'] {
  if (piece === undefined) return usual ?? BEFORE_HEADERS;
  if (usual !== undefined) return stage(trimmed(piece));
  throw new Refusal(
    piece.at - 1,
    `${quote(`@${piece.text}`)} came, expected ${name} without a stage (in a text @ is %40)`,
  );
}

function oneOf(): string {
  return `one of ${[...TERMS.keys()].join(', ')}`;
}
