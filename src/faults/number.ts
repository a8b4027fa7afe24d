import type { Piece } from './piece.ts';
import { refuse } from './refusal.ts';

/** @throws Refusal where it is no whole number in decimal digits from `min` to `max` */
export function wholeNumber(piece: Piece, min: number, max: number): number {
  const value = /^\d{1,10}$/.test(piece.text) ? Number(piece.text) : Number.NaN;
  if (value >= min && value <= max) return value;
  return refuse(piece, `a whole number from ${min} to ${max}`);
}

/** @returns undefined where it is no number of 32 bits in decimal digits or, behind 0x, in hexadecimal ones */
export function uint32(text: string): number | undefined {
  return /^(?:\d{1,10}|0x[0-9a-f]{1,8})$/i.test(text) && Number(text) < 2 ** 32 ? Number(text) : undefined;
}

/** @throws Refusal where it is no percentage above 0, with or without a decimal point */
export function percent(piece: Piece): number {
  const value = decimal(piece.text);
  if (value > 0 && value <= 100) return value;
  return refuse(piece, 'percents, above 0 to 100');
}

/** @returns NaN where it is none. Neither signs nor exponents. */
export function decimal(text: string): number {
  return /^\d{1,10}(?:\.\d{1,10})?$/.test(text) ? Number(text) : Number.NaN;
}
