import { call, constant, type Expr, nodesOf } from './ast.ts';
import { MAX_LOOP_WORK } from './limits.ts';

/** What the loops of one evaluation have left. `exists` in `exists` over long lists could hold traffic up for minutes. */
export interface LoopWork {
  /** @throws RangeError when there is nothing left, which ends the evaluation */
  spend(work: number): void;
  renew(): void;
}

/** Functions around the range and the condition of each loop. No text can name them: `@` begins no name. */
export const LOOP_ITEMS = '@loop_items';
export const LOOP_TURN = '@loop_turn';

export function loopWork(): LoopWork {
  let left = MAX_LOOP_WORK;
  return {
    spend(work) {
      left -= work;
      if (left < 0) throw new RangeError(`the loops of the filter did more than ${MAX_LOOP_WORK} operations`);
    },
    renew() {
      left = MAX_LOOP_WORK;
    },
  };
}

/** The same expression, whose loops pay for the items of their ranges, and for each turn. */
export function withLoopWork(expr: Expr): Expr {
  const node = expr.exprKind;
  switch (node.case) {
    case 'comprehensionExpr': {
      const { iterRange, loopCondition, loopStep } = node.value;
      if (iterRange === undefined || loopCondition === undefined || loopStep === undefined) return expr;
      const value = {
        ...node.value,
        iterRange: call(iterRange, LOOP_ITEMS, [withLoopWork(iterRange)]),
        loopCondition: call(loopCondition, LOOP_TURN, [
          constant(loopCondition, BigInt(nodesOf(loopStep))),
          loopCondition,
        ]),
        loopStep: withLoopWork(loopStep),
      };
      return { ...expr, exprKind: { case: node.case, value } };
    }
    case 'callExpr': {
      const { target, args } = node.value;
      const value = { ...node.value, args: args.map(withLoopWork) };
      if (target !== undefined) value.target = withLoopWork(target);
      return { ...expr, exprKind: { case: node.case, value } };
    }
    case 'selectExpr': {
      const { operand } = node.value;
      if (operand === undefined) return expr;
      return { ...expr, exprKind: { case: node.case, value: { ...node.value, operand: withLoopWork(operand) } } };
    }
    case 'listExpr':
      return {
        ...expr,
        exprKind: { case: node.case, value: { ...node.value, elements: node.value.elements.map(withLoopWork) } },
      };
    default:
      return expr;
  }
}
