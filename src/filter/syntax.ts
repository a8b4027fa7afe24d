import { parse } from '@bufbuild/cel';
import { children, type Expr, type Parsed } from './ast.ts';
import { FilterError } from './filter-error.ts';
import { MAX_NESTING, MAX_TREE_DEPTH } from './limits.ts';
import { quote } from './quote.ts';
import { type Token, tokensOf } from './tokens.ts';

const CLOSING: { readonly [open: string]: string } = { '(': ')', '[': ']', '{': '}' };

/** These stand before a value, and not only between two. */
const UNARY = ['!', '-', '.'];

/**
 * Parses CEL. The parser says of most errors where the last whole expression ended, so the order of words is looked at first.
 *
 * @throws FilterError
 */
export function parseCel(text: string): Parsed {
  checkWords(text);
  try {
    // A comment at the end of the text is none to the parser without the end of its line.
    const parsed = parse(`${text}\n`);
    checkDepth(text, parsed.expr);
    return parsed;
  } catch (error) {
    if (error instanceof FilterError) throw error;
    throw new FilterError(text, Math.min(offsetOf(error), text.length), reasonOf(error));
  }
}

/** @throws FilterError where a value, an operator or a bracket is missing */
function checkWords(text: string): void {
  const open: Token[] = [];
  let before: Token | undefined;
  for (const token of tokensOf(text)) {
    if (token.kind === 'none') throw new FilterError(text, token.at, token.reason);
    const wrong = misplaced(token, before) ?? bracketWrong(token, open);
    if (wrong !== undefined) throw new FilterError(text, token.at, wrong);
    if (token.kind === 'open') open.push(token);
    if (token.kind === 'close') open.pop();
    before = token;
  }
}

/** What is wrong with `token` behind `before`, which are both words. */
function misplaced(token: Token, before: Token | undefined): string | undefined {
  const afterValue = before !== undefined && endsValue(before);
  switch (token.kind) {
    case 'name':
    case 'literal':
      return afterValue ? `${came(token)}, expected an operator, for example && or ==` : undefined;
    case 'operator':
      if (afterValue) return token.text === '!' ? `${came(token)}, expected an operator, for example !=` : undefined;
      return UNARY.includes(token.text) ? undefined : `${came(token)}, expected a value before it`;
    case 'open':
      return token.text === '{' && afterValue ? `${came(token)}, expected an operator` : undefined;
    case 'close':
    case 'end':
      if (before?.kind !== 'operator' || (before.text === ',' && token.text !== ')')) return undefined;
      return `${came(token)}, expected a value after ${quote(before.text)}`;
  }
}

function bracketWrong(token: Token, open: readonly Token[]): string | undefined {
  const last = open.at(-1);
  const expected = last === undefined ? undefined : CLOSING[last.text];
  if (token.kind === 'open' && open.length >= MAX_NESTING) return `brackets are nested deeper than ${MAX_NESTING}`;
  if (token.kind === 'close' && token.text !== expected) {
    return `${came(token)}, expected ${expected === undefined ? 'no closing bracket' : quote(expected)}`;
  }
  if (token.kind !== 'end' || last === undefined) return undefined;
  return `the text ends, expected ${quote(expected ?? '')} for the ${quote(last.text)} at character ${last.at + 1}`;
}

function endsValue({ kind }: Token): boolean {
  return kind === 'name' || kind === 'literal' || kind === 'close';
}

function came(token: Token): string {
  return token.kind === 'end' ? 'the text ends' : `${quote(token.text)} came`;
}

/** @throws FilterError where recursion over the tree would be too deep */
function checkDepth(text: string, expr: Expr): void {
  let level = [expr];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_TREE_DEPTH) {
      throw new FilterError(
        text,
        0,
        `operators are nested deeper than ${MAX_TREE_DEPTH}, expected a simpler expression`,
      );
    }
    level = level.flatMap(children);
  }
}

/** The parser's errors have a `location`, which is not part of its types; those of its literals have none. */
function offsetOf(error: unknown): number {
  const { location } = error as { readonly location?: { readonly start?: { readonly offset?: unknown } } };
  const offset = location?.start?.offset;
  return typeof offset === 'number' ? offset : 0;
}

function reasonOf(error: unknown): string {
  if (error instanceof RangeError) return 'the expression is nested too deep';
  // Behind the place, which is ours to say, in its own terms: "<input>:1:3: found b but expecting …".
  const words = error instanceof Error ? error.message.replace(/^<input>:\d+:\d+: /, '') : String(error);
  return `not CEL: ${words}`;
}
