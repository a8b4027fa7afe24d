import type { Piece } from './piece.ts';

/** Of what came; longer, the message would not fit beside it into a header field. */
const MAX_QUOTE_LENGTH = 60;

/** Why a text is not understood. Thrown within the parsers and caught by them: their callers get its words. */
export class Refusal extends Error {
  /** @param at position in the text, from 0 */
  constructor(at: number, reason: string) {
    super(`fault refused at character ${at + 1}: ${reason}`);
  }
}

/** @throws Refusal */
export function refuse(came: Piece, expected: string): never {
  throw new Refusal(came.at, `${came.text === '' ? 'nothing' : quote(came.text)} came, expected ${expected}`);
}

/** Printable and bounded, whatever it is. */
export function quote(text: string): string {
  return JSON.stringify(text.length > MAX_QUOTE_LENGTH ? `${text.slice(0, MAX_QUOTE_LENGTH)}…` : text);
}

/**
 * The result of `parse`, or why it was refused.
 *
 * @throws whatever is no Refusal
 */
export function caught<Result>(parse: () => Result): Result | { readonly refused: string } {
  try {
    return parse();
  } catch (error) {
    if (error instanceof Refusal) return { refused: error.message };
    throw error;
  }
}
