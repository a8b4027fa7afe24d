import type { EventKind } from '../trace/event.ts';
import { call, callOf, constant, type Expr, OPERATOR } from './ast.ts';
import { FALSE, outcomeOf, TRUE } from './outcome.ts';

/**
 * What is left of a filter for events of one kind: of `frame.streamId == 5 || message.streamId == 5` one comparison. Whether it is
 * true stays the same; where it is not, false and failing are one.
 *
 * @returns undefined where no event of the kind can match
 */
export function forKind(expr: Expr, kind: EventKind): Expr | undefined {
  const outcome = outcomeOf(expr, kind);
  if (!(outcome & TRUE)) return undefined;
  if (outcome === TRUE) return constant(expr, true);
  const { function: name, args: [one, other] = [] } = callOf(expr) ?? {};
  if (one === undefined || other === undefined || (name !== OPERATOR.and && name !== OPERATOR.or)) {
    return exactly(expr, kind);
  }
  const [left, right] = [forKind(one, kind), forKind(other, kind)];
  if (name === OPERATOR.or) return joined(expr, OPERATOR.or, left, right);
  if (outcomeOf(one, kind) === TRUE) return right;
  return outcomeOf(other, kind) === TRUE ? left : joined(expr, OPERATOR.and, left, right);
}

/** The same, where also false and failing must stay what they are: below `!`. */
function exactly(expr: Expr, kind: EventKind): Expr {
  const outcome = outcomeOf(expr, kind);
  if (outcome === TRUE || outcome === FALSE) return constant(expr, outcome === TRUE);
  const { function: name, args: [one, other] = [] } = callOf(expr) ?? {};
  if (one === undefined) return expr;
  if (name === OPERATOR.not) return call(expr, name, [exactly(one, kind)]);
  if (other === undefined || (name !== OPERATOR.and && name !== OPERATOR.or)) return expr;
  const neutral = name === OPERATOR.and ? TRUE : FALSE;
  // Where the other is no bool the whole fails, and so does whatever takes it alone.
  if (outcomeOf(one, kind) === neutral) return exactly(other, kind);
  if (outcomeOf(other, kind) === neutral) return exactly(one, kind);
  return call(expr, name, [exactly(one, kind), exactly(other, kind)]);
}

function joined(expr: Expr, operator: string, left: Expr | undefined, right: Expr | undefined): Expr | undefined {
  if (left === undefined || right === undefined) return left ?? right;
  return call(expr, operator, [left, right]);
}
