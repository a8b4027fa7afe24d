/** What a click adds to a filter. */

import { writtenOut } from '../../filter/written-out.ts';

/** One condition, as a short form where there is one, and as CEL. */
export interface Term {
  readonly short?: string;
  readonly cel: string;
}

/**
 * Short forms stay short forms, as long as both are: the two languages cannot be mixed (docs/filters.md).
 *
 * @param filter as it is: short forms, CEL, or empty
 * @returns it with the condition, or with its contrary; as it was where the condition is there already
 */
export function withTerm(filter: string, term: Term, how: 'include' | 'exclude'): string {
  const text = filter.trim();
  const written = celOf(text);
  if (term.short !== undefined && (text === '' || written !== undefined)) {
    const short = how === 'include' ? term.short : `-${term.short}`;
    return text.split(/\s+/).includes(short) ? text : `${text} ${short}`.trimStart();
  }
  const condition = how === 'include' ? term.cel : `!(${term.cel})`;
  if (text === '') return condition;
  const before = written ?? text;
  return has(before, condition) ? text : `${inBrackets(before)} && ${condition}`;
}

/** @returns undefined where it is no text of short forms */
function celOf(text: string): string | undefined {
  if (text === '') return undefined;
  try {
    return writtenOut(text);
  } catch {
    // A short form with a wrong value: the filter box says so.
    return undefined;
  }
}

/** Whether all of the condition has to hold already. Part of another one, or its contrary, is not the condition. */
function has(cel: string, condition: string): boolean {
  const parts = conjunctsOf(cel);
  return conjunctsOf(condition).every((part) => parts.includes(part));
}

/** Strings in one piece: what is in them joins nothing. */
const TOKENS = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|&&|\|\||./gs;

/** What `&&` joins, outside of brackets. One, where `||` or `?:` joins them. */
function conjunctsOf(cel: string): readonly string[] {
  const parts = [''];
  let depth = 0;
  for (const [token] of cel.matchAll(TOKENS)) {
    if ('([{'.includes(token)) depth++;
    if (')]}'.includes(token)) depth--;
    if (depth === 0 && (token === '||' || token === '?')) return [cel];
    if (depth === 0 && token === '&&') parts.push('');
    else parts.push(`${parts.pop()}${token}`);
  }
  return parts.map((part) => part.trim());
}

/** `||` binds less than `&&`. */
function inBrackets(cel: string): string {
  return cel.includes('||') || cel.includes('?') ? `(${cel})` : cel;
}
