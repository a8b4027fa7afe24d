/** What may come next in a filter, at the caret: short forms and their values, and the variables of CEL with theirs. */

import { VARIABLES } from '../../filter/event-shape.ts';
import type { Shape } from '../../filter/shape.ts';
import { SHORT_FORMS, shortForm } from '../../filter/short-forms.ts';
import {
  ERROR_CODE,
  FRAME_TYPE,
  KIND,
  LISTENER,
  ORIGIN,
  SEVERITY,
  SIDE,
  type ValueForm,
} from '../../filter/short-values.ts';

export interface Suggestion {
  /** In place of the text from `from` to the caret. */
  readonly text: string;
  readonly from: number;
  /** In a few words. */
  readonly about: string;
}

/** Values that came in the trace, by the name of their short form: `conn`, `method`, `path`, … */
export type Seen = Readonly<Record<string, readonly string[]>>;

/** More is a list to read, and not one to choose from. */
const MAX_SUGGESTIONS = 12;

/** What a property of CEL is compared with, where that can be listed; each with the short form whose seen values are its own. */
const VALUES_OF: readonly { readonly path: RegExp; readonly form?: string; readonly value?: ValueForm }[] = [
  { path: /^kind$/, value: KIND },
  { path: /^conn$/, form: 'conn' },
  { path: /^frame\.type$|\bframes\.type$/, value: FRAME_TYPE },
  { path: /\.(from|endedBy|role)$/, value: SIDE },
  { path: /\.origin$/, value: ORIGIN },
  { path: /\.error$/, value: ERROR_CODE },
  { path: /\.severity$/, value: SEVERITY },
  { path: /\.listener$/, value: LISTENER },
  { path: /\.rule$/, form: 'rule' },
  { path: /\.rpc\.method$/, form: 'method' },
  { path: /\.rpc\.service$/, form: 'service' },
  { path: /\.path$/, form: 'path' },
  { path: /\.name$/, form: 'header' },
];

/** A string of CEL that is open at the caret, and what it is compared with. */
const OPEN_STRING = /([A-Za-z][\w.]*)\s*(?:==|!=)\s*"([^"]*)$/;

/** A short form with a value, at the caret. */
const SHORT = /(?:^|\s)[-!]?([a-z][a-z0-9-]*)(:|[=!<>]=|[=<>])([^\s"]*)$/i;

const WORD = /[A-Za-z][\w.-]*$/;

/** @param caret offset into the text, from 0. @returns the best first; none where nothing is known to follow */
export function suggestions(text: string, caret: number, seen: Seen): readonly Suggestion[] {
  const before = text.slice(0, caret);
  const found = ofString(before, seen) ?? ofShortForm(before, seen) ?? ofWord(before);
  return found.slice(0, MAX_SUGGESTIONS);
}

function ofString(before: string, seen: Seen): readonly Suggestion[] | undefined {
  const [, path, typed] = OPEN_STRING.exec(before) ?? [];
  if (path === undefined || typed === undefined) return undefined;
  const row = VALUES_OF.find((each) => each.path.test(path));
  const names = [...(row?.value?.names ?? []), ...((row?.form === undefined ? undefined : seen[row.form]) ?? [])];
  return matching(names, typed).map((name) => ({
    text: `${name}"`,
    from: before.length - typed.length,
    about: `value of ${path}`,
  }));
}

function ofShortForm(before: string, seen: Seen): readonly Suggestion[] | undefined {
  const [, name = '', , typed = ''] = SHORT.exec(before) ?? [];
  const form = shortForm(name);
  if (form === undefined) return undefined;
  const names = [...new Set([...(form.value.names ?? []), ...(seen[form.name] ?? [])])];
  return matching(names, typed).map((value) => ({
    text: /\s/.test(value) ? `"${value}"` : value,
    from: before.length - typed.length,
    about: `${form.name} of the trace`,
  }));
}

function ofWord(before: string): readonly Suggestion[] {
  const word = WORD.exec(before)?.[0] ?? '';
  const dot = word.lastIndexOf('.');
  if (dot >= 0) return ofProperty(before, word.slice(0, dot), word.slice(dot + 1));
  const from = before.length - word.length;
  // Behind an operator of CEL no short form can come.
  const isCel = /[&|()!<>=]/.test(before.slice(0, from));
  const forms = SHORT_FORMS.map(({ name, finds }) => ({ text: `${name}:`, from, about: finds }));
  const variables = Object.entries(VARIABLES).map(([name, shape]) => ({
    text: typeof shape === 'string' ? name : `${name}.`,
    from,
    about: `CEL: ${shapeWords(shape)}`,
  }));
  const types = (FRAME_TYPE.names ?? []).map((name) => ({ text: name, from, about: 'frames of this type' }));
  const all = isCel ? variables : [...forms, ...types, ...variables];
  return word === '' && before.trim() !== '' && !isCel ? forms : all.filter(({ text }) => startsLike(text, word));
}

function ofProperty(before: string, path: string, typed: string): readonly Suggestion[] {
  const shape = path.split('.').reduce<Shape | undefined>(propertyOf, { object: VARIABLES });
  if (shape === undefined || typeof shape === 'string' || 'list' in shape) return [];
  return Object.entries(shape.object)
    .filter(([name]) => startsLike(name, typed))
    .map(([name, property]) => ({
      text: typeof property === 'string' || 'list' in property ? name : `${name}.`,
      from: before.length - typed.length,
      about: `CEL: ${shapeWords(property)}`,
    }));
}

function propertyOf(shape: Shape | undefined, name: string): Shape | undefined {
  if (shape === undefined || typeof shape === 'string' || 'list' in shape) return undefined;
  return Object.hasOwn(shape.object, name) ? shape.object[name] : undefined;
}

function shapeWords(shape: Shape): string {
  if (typeof shape === 'string') return shape;
  return 'list' in shape ? 'list' : 'object';
}

/** Those that begin like it, then those that have it anywhere. */
function matching(names: readonly string[], typed: string): readonly string[] {
  const like = typed.toLowerCase();
  const within = names.filter((name) => name.toLowerCase().includes(like) && name !== typed);
  return [...within.filter((name) => startsLike(name, typed)), ...within.filter((name) => !startsLike(name, typed))];
}

function startsLike(name: string, typed: string): boolean {
  return name.toLowerCase().startsWith(typed.toLowerCase());
}
