import type { EventKind } from '../trace/event.ts';
import { FilterError } from './filter-error.ts';
import { nearest, suggestion } from './nearest.ts';
import { quote } from './quote.ts';
import { SHORT_FORMS, type ShortForm, shortForm } from './short-forms.ts';
import type { Place } from './short-places.ts';
import { isShort, type OtherToken, type ShortToken, shortTokens } from './short-tokens.ts';
import { FRAME_TYPE, KIND } from './short-values.ts';

/**
 * Short forms as CEL. A text is short forms where each of its words, with blanks between them, has the form of one; otherwise it is
 * CEL, all of it.
 *
 * @returns undefined where it is CEL
 * @throws FilterError where all are words that no CEL would be made of, and one is no short form
 */
export function writtenOut(text: string): string | undefined {
  const tokens = shortTokens(text);
  if (tokens.some((token) => !isShort(token) && token.word === undefined)) return undefined;
  const terms = tokens.map((token) => (isShort(token) ? termOf(token, text) : refuseWord(token, text)));
  if (terms.length === 1) return terms[0]?.cel;
  return terms.map(({ cel, isOr }) => (isOr ? `(${cel})` : cel)).join(' && ');
}

/** Why CEL that was refused may be short forms that were mixed with it; undefined where there are none in it. */
export function mixed(text: string): FilterError | undefined {
  const tokens = shortTokens(text);
  // A frame type alone is more likely a text of CEL without its quotes.
  const short = tokens.filter(isShort).find(({ typed }) => /[:=<>]/.test(typed));
  const other = tokens.find((token) => !isShort(token));
  if (short === undefined || other === undefined) return undefined;
  const cel = termOf(short, text).cel;
  return new FilterError(
    text,
    short.at,
    `${quote(short.typed)} is a short form and ${quote(other.typed)} is not, expected all short forms, with blanks between them, or all CEL: ${cel}`,
  );
}

interface Term {
  readonly cel: string;
  /** Whether it needs brackets among others. */
  readonly isOr: boolean;
}

/** @throws FilterError */
function termOf(token: ShortToken, text: string): Term {
  const form = shortForm(token.name);
  if (form === undefined) return refuseWord({ ...token, word: token.name }, text);
  if (!form.operators.includes(token.operator)) {
    const all = [':', '=', ...form.operators].join(' ');
    throw new FilterError(text, token.at, `${form.name} takes no ${token.operator}, expected one of ${all}`);
  }
  const literal = form.value.read(token.value);
  if (literal === undefined) throw new FilterError(text, token.valueAt, wrongValue(form, token.value));
  const places = form.places(token.operator, literal, token.value);
  if (token.negated) return { cel: `!(${alternatives(places.map(total))})`, isOr: false };
  return { cel: alternatives(places.map(({ test }) => test)), isOr: places.length > 1 };
}

/** True or false for each event, so that what is not it can be told. */
function total({ kind, present, test }: Place): string {
  return [kindIs(kind), present, test].filter((condition) => condition !== undefined).join(' && ');
}

function kindIs(kind: EventKind | undefined): string | undefined {
  return kind === undefined ? undefined : `kind == "${kind}"`;
}

function alternatives(tests: readonly string[]): string {
  return tests.join(' || ');
}

function wrongValue({ name, value }: ShortForm, came: string): string {
  const [meant] = nearest(came, value.names ?? []);
  const hint = meant === undefined ? '' : `; did you mean ${meant}?`;
  return `${name} got ${came === '' ? 'nothing' : quote(came)}, expected ${value.expected}${hint}`;
}

function refuseWord({ typed, at, word = typed }: OtherToken, text: string): never {
  const names = SHORT_FORMS.map(({ name }) => name);
  if (/[:]/.test(typed)) throw new FilterError(text, at, `there is no short form ${word}${suggestion(word, names)}`);
  const [kind] = nearest(word, KIND.names ?? []);
  const [meant = kind === undefined ? undefined : `kind:${kind}`] = nearest(word, FRAME_TYPE.names ?? []);
  const hint = meant === undefined ? '' : `; did you mean ${meant}?`;
  throw new FilterError(
    text,
    at,
    `${quote(typed)} came, expected a frame type, a short form (${names.join(', ')}, each with : and a value), or CEL${hint}`,
  );
}
