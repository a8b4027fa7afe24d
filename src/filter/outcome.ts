/** What an expression can come to on events of one kind, without looking at one. */

import type { EventKind } from '../trace/event.ts';
import { boolOf, type Call, callOf, children, type Expr, nameOf, OPERATOR, stringOf } from './ast.ts';
import { isKind } from './event-shape.ts';

/** Bits: it may be true, be false, or fail, which all absent properties do. */
export const TRUE = 1;
export const FALSE = 2;
export const FAILS = 4;

/** Any of them, or a value that is no bool. */
const ANY = TRUE | FALSE | FAILS;

/** @returns the bits of all that it may come to */
export function outcomeOf(expr: Expr, kind: EventKind): number {
  const call = callOf(expr);
  if (call !== undefined) return outcomeOfCall(expr, call, kind);
  const constant = boolOf(expr);
  if (constant !== undefined) return constant ? TRUE : FALSE;
  const name = nameOf(expr);
  if (name !== undefined) return isKind(name) && name !== kind ? FAILS : ANY;
  // A loop fails with its range, before it has turned; what its body says depends on the items.
  if (expr.exprKind.case === 'comprehensionExpr') {
    const { iterRange } = expr.exprKind.value;
    return iterRange !== undefined && outcomeOf(iterRange, kind) === FAILS ? FAILS : ANY;
  }
  return failsWithPart(expr, kind);
}

function outcomeOfCall(expr: Expr, { function: name, args }: Call, kind: EventKind): number {
  const known = ofKind(name, args, kind);
  if (known !== undefined) return known ? TRUE : FALSE;
  const [one = ANY, other = ANY] = args.map((arg) => outcomeOf(arg, kind));
  switch (name) {
    case OPERATOR.and:
      return either(one, other, FALSE, TRUE);
    case OPERATOR.or:
      return either(one, other, TRUE, FALSE);
    case OPERATOR.not:
      return (one & TRUE ? FALSE : 0) | (one & FALSE ? TRUE : 0) | (one & FAILS);
    case OPERATOR.conditional:
      return one === FAILS ? FAILS : ANY;
    default:
      return failsWithPart(expr, kind);
  }
}

/** `&&` is `decisive` false where one side is, whatever the other does; and true where both are. `||` is the reverse. */
function either(one: number, other: number, decisive: number, neutral: number): number {
  const decided = (one | other) & decisive;
  const undecided = one & neutral && other & neutral ? neutral : 0;
  const fails = (one & FAILS && other & (FAILS | neutral)) || (other & FAILS && one & neutral) ? FAILS : 0;
  return decided | undecided | fails;
}

function failsWithPart(expr: Expr, kind: EventKind): number {
  return children(expr).some((part) => outcomeOf(part, kind) === FAILS) ? FAILS : ANY;
}

/** `kind == "frame"`, `kind != "frame"`, `kind in ["frame"]` are known. */
function ofKind(operator: string, [one, other]: readonly Expr[], kind: EventKind): boolean | undefined {
  if (operator === OPERATOR.in && nameOf(one) === 'kind' && other?.exprKind.case === 'listExpr') {
    const names = other.exprKind.value.elements.map(stringOf);
    return names.includes(undefined) ? undefined : names.includes(kind);
  }
  const name = nameOf(one) === 'kind' ? stringOf(other) : nameOf(other) === 'kind' ? stringOf(one) : undefined;
  if (name === undefined) return undefined;
  if (operator === OPERATOR.equal) return name === kind;
  return operator === OPERATOR.unequal ? name !== kind : undefined;
}
