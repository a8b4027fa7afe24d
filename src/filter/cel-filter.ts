import { plan } from '@bufbuild/cel';
import type { EventKind, TraceEvent } from '../trace/event.ts';
import { type Bindings, bindingsOf } from './bindings.ts';
import { checkTypes } from './check.ts';
import { checkTimes, patternsIn } from './constants.ts';
import { environment } from './environment.ts';
import { KINDS } from './event-shape.ts';
import { loopWork, withLoopWork } from './loop-work.ts';
import { pathsIn } from './paths.ts';
import { forKind } from './per-kind.ts';
import { parseCel } from './syntax.ts';

/** @returns whether the event matches; never throws */
export type Matches = (event: TraceEvent) => boolean;

/**
 * Compiles CEL: once for each kind of event, so that most events, which are of another kind than the filter asks for, cost a look
 * at their kind.
 *
 * @throws FilterError
 */
export function compileCel(text: string): Matches {
  const parsed = parseCel(text);
  const work = loopWork();
  const env = environment(patternsIn(text, parsed), work);
  checkTypes(text, parsed, env.funcs);
  checkTimes(text, parsed, env);
  const bindings = bindingsOf(pathsIn(parsed.expr));
  const plans = new Map<EventKind, ReturnType<typeof plan>>();
  const expr = withLoopWork(parsed.expr);
  for (const kind of KINDS) {
    const left = forKind(expr, kind);
    if (left !== undefined) plans.set(kind, plan(env, left));
  }
  return (event) => {
    const evaluate = plans.get(event.kind);
    if (evaluate === undefined) return false;
    work.renew();
    return isTrue(evaluate, bindings, event);
  };
}

function isTrue(
  evaluate: (variables: Bindings['variables']) => unknown,
  bindings: Bindings,
  event: TraceEvent,
): boolean {
  try {
    bindings.show(event);
    // An error is a value here, and no match.
    return evaluate(bindings.variables) === true;
  } catch {
    // What the library throws in place of an error value: no match either.
    return false;
  }
}
