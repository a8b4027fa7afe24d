import { type CelEnv, isCelError, plan } from '@bufbuild/cel';
import { callOf, children, type Expr, type Parsed, placeOf, startOf, stringOf } from './ast.ts';
import { FilterError } from './filter-error.ts';
import { compilePattern, type Pattern } from './pattern.ts';

/** Functions of a text, whose result is known where the text is. */
const OF_TEXT = ['timestamp', 'duration'];

/**
 * The regular expressions of a filter. One that is not written out could be whatever a peer sent.
 *
 * @throws FilterError
 */
export function patternsIn(text: string, parsed: Parsed): Map<string, Pattern> {
  const patterns = new Map<string, Pattern>();
  for (const expr of callsOf(['matches'], parsed.expr)) {
    const pattern = callOf(expr)?.args[0];
    const written = stringOf(pattern);
    if (pattern === undefined || written === undefined) {
      throw new FilterError(text, startOf(text, parsed, pattern ?? expr), 'matches() takes a text in quotes');
    }
    patterns.set(written, compiled(written, text, placeOf(text, parsed, pattern)));
  }
  return patterns;
}

/** @throws FilterError where a timestamp or duration that is written out is none */
export function checkTimes(text: string, parsed: Parsed, env: CelEnv): void {
  for (const expr of callsOf(OF_TEXT, parsed.expr)) {
    const { function: name, args } = callOf(expr) ?? { function: '', args: [] };
    if (stringOf(args[0]) === undefined || !isCelError(plan(env, expr)())) continue;
    const expected = name === 'timestamp' ? '"2026-01-31T12:00:00Z"' : '"1h30m" or "1.5s"';
    const came = JSON.stringify(stringOf(args[0]));
    throw new FilterError(
      text,
      placeOf(text, parsed, args[0] ?? expr),
      `${came} is no ${name}, expected one as ${expected}`,
    );
  }
}

function compiled(pattern: string, text: string, position: number): Pattern {
  try {
    return compilePattern(pattern);
  } catch (error) {
    throw new FilterError(text, position, error instanceof Error ? error.message : String(error));
  }
}

function callsOf(names: readonly string[], expr: Expr): Expr[] {
  const below = children(expr).flatMap((child) => callsOf(names, child));
  return names.includes(callOf(expr)?.function ?? '') ? [expr, ...below] : below;
}
