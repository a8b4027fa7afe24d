import { decimal } from './number.ts';
import type { Piece } from './piece.ts';
import { refuse } from './refusal.ts';

const UNIT_MS: ReadonlyMap<string, number> = new Map([
  ['us', 0.001],
  ['ms', 1],
  ['s', 1_000],
  ['m', 60_000],
  ['h', 3_600_000],
]);

/**
 * One number and its unit.
 *
 * @returns milliseconds, with fractions
 * @throws Refusal where it is none, or more than `maxMs`
 */
export function duration(piece: Piece, maxMs: number): number {
  const [, number = '', unit = ''] = /^([\d.]+)([a-z]+)$/i.exec(piece.text) ?? [];
  const value = decimal(number) * (UNIT_MS.get(unit.toLowerCase()) ?? Number.NaN);
  if (value <= maxMs) return value;
  return refuse(piece, `a duration from 0 to ${maxMs / 1_000}s, such as 150us, 20ms or 1.5s (also m, h)`);
}
