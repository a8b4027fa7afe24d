/** The tree that @bufbuild/cel parses to: google.api.expr of the CEL specification, and what is asked of it here. */

import type { parse } from '@bufbuild/cel';

export type Parsed = ReturnType<typeof parse>;
export type Expr = Parsed['expr'];
export type Node = Expr['exprKind'];
export type Call = Extract<Node, { case: 'callExpr' }>['value'];
export type Select = Extract<Node, { case: 'selectExpr' }>['value'];
export type Loop = Extract<Node, { case: 'comprehensionExpr' }>['value'];

/** The names of CEL for its operators. */
export const OPERATOR = {
  and: '_&&_',
  or: '_||_',
  not: '!_',
  equal: '_==_',
  unequal: '_!=_',
  add: '_+_',
  conditional: '_?_:_',
  index: '_[_]',
  in: '@in',
  goesOn: '@not_strictly_false',
} as const;

export function callOf(expr: Expr): Call | undefined {
  return expr.exprKind.case === 'callExpr' ? expr.exprKind.value : undefined;
}

export function nameOf(expr: Expr | undefined): string | undefined {
  return expr?.exprKind.case === 'identExpr' ? expr.exprKind.value.name : undefined;
}

export function stringOf(expr: Expr | undefined): string | undefined {
  if (expr?.exprKind.case !== 'constExpr') return undefined;
  const constant = expr.exprKind.value.constantKind;
  return constant.case === 'stringValue' ? constant.value : undefined;
}

export function boolOf(expr: Expr): boolean | undefined {
  if (expr.exprKind.case !== 'constExpr') return undefined;
  const constant = expr.exprKind.value.constantKind;
  return constant.case === 'boolValue' ? constant.value : undefined;
}

/** All below it, in the order of evaluation as far as there is one. */
export function children(expr: Expr): Expr[] {
  const node = expr.exprKind;
  switch (node.case) {
    case 'selectExpr':
      return present([node.value.operand]);
    case 'callExpr':
      return present([node.value.target, ...node.value.args]);
    case 'listExpr':
      return node.value.elements;
    case 'structExpr':
      return node.value.entries.flatMap(({ keyKind, value }) =>
        present([keyKind.case === 'mapKey' ? keyKind.value : undefined, value]),
      );
    case 'comprehensionExpr': {
      const { iterRange, accuInit, loopCondition, loopStep, result } = node.value;
      return present([iterRange, accuInit, loopCondition, loopStep, result]);
    }
    default:
      return [];
  }
}

/** How many nodes it has: how much evaluating it can take, loops apart. */
export function nodesOf(expr: Expr): number {
  return children(expr).reduce((sum, child) => sum + nodesOf(child), 1);
}

/** A call in place of `expr`, and with its position. */
export function call(expr: Expr, name: string, args: Expr[]): Expr {
  return {
    ...expr,
    exprKind: { case: 'callExpr', value: { $typeName: 'cel.expr.Expr.Call', function: name, args } },
  };
}

/** A constant in place of `expr`. */
export function constant(expr: Expr, value: boolean | bigint): Expr {
  return {
    ...expr,
    exprKind: {
      case: 'constExpr',
      value: {
        $typeName: 'cel.expr.Constant',
        constantKind: typeof value === 'boolean' ? { case: 'boolValue', value } : { case: 'int64Value', value },
      },
    },
  };
}

function present(exprs: readonly (Expr | undefined)[]): Expr[] {
  return exprs.filter((expr) => expr !== undefined);
}

/** Offset into the text. Of a selection and a method it is that of the name: the parser has the dot or the blanks before it. */
export function placeOf(text: string, parsed: Parsed, expr: Expr): number {
  const at = parsed.sourceInfo?.positions[expr.id.toString()] ?? 0;
  return at + (/^\s*(?:\.\s*)?/.exec(text.slice(at))?.[0].length ?? 0);
}

/** Where it begins: of `a + b` the `a`. */
export function startOf(text: string, parsed: Parsed, expr: Expr): number {
  return Math.min(placeOf(text, parsed, expr), ...children(expr).map((child) => startOf(text, parsed, child)));
}
