import type { Expr } from './ast.ts';
import { children, nameOf } from './ast.ts';
import { VARIABLES } from './event-shape.ts';

/** `["frame", "rstStream", "error"]` */
export type Path = readonly string[];

/** Every variable of the event that is named, and every chain of selections from one. */
export function pathsIn(expr: Expr): Path[] {
  const found = new Map<string, Path>();
  const visit = (each: Expr): void => {
    const path = pathOf(each);
    if (path !== undefined) found.set(path.join('.'), path);
    for (const child of children(each)) visit(child);
  };
  visit(expr);
  return [...found.values()];
}

function pathOf(expr: Expr): Path | undefined {
  const name = nameOf(expr);
  if (name !== undefined) return Object.hasOwn(VARIABLES, name) ? [name] : undefined;
  if (expr.exprKind.case !== 'selectExpr') return undefined;
  const { operand, field, testOnly } = expr.exprKind.value;
  const parent = operand === undefined || testOnly ? undefined : pathOf(operand);
  return parent === undefined ? undefined : [...parent, field];
}
