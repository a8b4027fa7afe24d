import type { Weighted } from './fault.ts';
import { MAX_LIST_LENGTH } from './limits.ts';
import { percent } from './number.ts';
import { cut, type Piece, split, trimmed } from './piece.ts';
import { Refusal, refuse } from './refusal.ts';

/** Percents such as 33.4 are not exact in binary, and neither is their sum. */
const ROUNDING = 1e-9;

/** Separated by commas. @throws Refusal where there are too many */
export function list(piece: Piece): Piece[] {
  const items = split(piece, ',').map(trimmed);
  if (items.length <= MAX_LIST_LENGTH) return items;
  throw new Refusal(piece.at, `a list of ${items.length} came, expected at most ${MAX_LIST_LENGTH}`);
}

/**
 * `value:percent` each, or one value alone for all calls.
 *
 * @throws Refusal where a percentage is missing, or where they are more than 100 together
 */
export function weightedList<Value>(piece: Piece, read: (value: Piece) => Value): Weighted<Value>[] {
  const items = list(piece);
  const weighted = items.map((item) => {
    const [value, weight] = cut(item, ':');
    if (weight === undefined && items.length > 1) refuse(item, 'value:percent, as in each list of more than one');
    return { value: read(trimmed(value)), percent: weight === undefined ? 100 : percent(trimmed(weight)) };
  });
  const total = weighted.reduce((sum, item) => sum + item.percent, 0);
  if (total <= 100 + ROUNDING) return weighted;
  throw new Refusal(piece.at, `${Number(total.toFixed(6))} percent came in all, expected at most 100`);
}
