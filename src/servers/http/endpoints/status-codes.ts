/**
 * The grammar of `/status/{codes}`: `503`, `200,503` (equal shares), `503:10,404:5` (percents, as fortio has them; what is left of
 * 100 is 200). go-httpbin's `200:0.9,500:0.1` would be one percent in all here: weights of two or more codes that add up to 1 are
 * refused, since one of the two is not what was meant.
 */

import type { Parameter } from '../parameter.ts';

export interface WeightedCode {
  readonly code: number;
  readonly percent: number;
}

/** More than there are reasons for, and a bound of the work. */
const MAX_CODES = 50;

const ITEM = /^([2-5]\d\d)(?::(\d{1,3}(?:\.\d{1,9})?))?$/;

/** Sums of decimal fractions miss by less. */
const EPSILON = 1e-9;

export const statusCodes: Parameter<readonly WeightedCode[]> = {
  in: 'path',
  description: 'one, or several of which one is drawn for each request; what is left of 100 percent is 200',
  expected:
    `1 to ${MAX_CODES} codes from 200 to 599: 503, or 200,503 (equal shares), or with percents, at most 100 in all: ` +
    '503:10,404:5 (not as shares of 1: 200:0.9,500:0.1 is 200:90,500:10)',
  schema: { type: 'string', examples: ['503', '200,503', '503:10,404:5'] },
  parse: parseCodes,
};

/** @param random from 0 up to 1 */
export function drawCode(codes: readonly WeightedCode[], random: number): number {
  let left = random * 100;
  for (const { code, percent } of codes) {
    left -= percent;
    if (left < 0) return code;
  }
  return 200;
}

function parseCodes(text: string): readonly WeightedCode[] | undefined {
  const items = text.split(',').map((item) => ITEM.exec(item));
  if (items.length > MAX_CODES || items.includes(null)) return undefined;
  const weighted = items.filter((item) => item?.[2] !== undefined).length;
  if (weighted !== 0 && weighted !== items.length) return undefined;
  const codes = items.map((item) => ({
    code: Number(item?.[1]),
    percent: weighted === 0 ? 100 / items.length : Number(item?.[2]),
  }));
  return weighted === 0 || arePercents(codes) ? codes : undefined;
}

function arePercents(codes: readonly WeightedCode[]): boolean {
  const sum = codes.reduce((total, { percent }) => total + percent, 0);
  const areShares = codes.length > 1 && Math.abs(sum - 1) < EPSILON;
  return sum <= 100 + EPSILON && !areShares;
}
