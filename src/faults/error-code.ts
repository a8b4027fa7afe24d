import { ERROR_CODE } from '../wire/http2/error-code.ts';
import { uint32 } from './number.ts';
import type { Piece } from './piece.ts';
import { refuse } from './refusal.ts';

const CODES: ReadonlyMap<string, number> = new Map(Object.entries(ERROR_CODE));

/** Numbers without a name are let through: RFC 9113 §7 says what a client must do with them. @throws Refusal */
export function errorCode(piece: Piece): number {
  const code = CODES.get(piece.text.toUpperCase()) ?? uint32(piece.text);
  return code ?? refuse(piece, 'an error code of RFC 9113 §7 by name, or a number from 0 to 0xffffffff');
}
