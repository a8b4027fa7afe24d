/** Short forms as they are typed: words with blanks between them. */

import { isKind, VARIABLES } from './event-shape.ts';
import { BARE_WORD, type ShortForm, shortForm } from './short-forms.ts';
import type { Operator } from './short-places.ts';
import { FRAME_TYPE } from './short-values.ts';

/** `-type:DATA` */
export interface ShortToken {
  readonly negated: boolean;
  readonly name: string;
  /** `:` and `=` are `==`. */
  readonly operator: Operator;
  /** Without its quotes. */
  readonly value: string;
  /** Offset of the whole into the text, from 0, and of its value. */
  readonly at: number;
  readonly valueAt: number;
  /** As typed. */
  readonly typed: string;
}

export interface OtherToken {
  readonly typed: string;
  readonly at: number;
  /** A word, or `word:value`, which CEL would not understand and a short form may be meant by; else it is of CEL. */
  readonly word?: string;
}

/** Blanks in quotes divide nothing. A quote that is not closed is one of the characters. */
const WORD = /(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\S)+/gs;

const FORM = /^(?<sign>[-!]?)(?<name>[a-z][a-z0-9-]*)(?<operator>[=!<>]=|[:=<>])(?<value>.*)$/is;

const BARE = /^(?<sign>[-!]?)(?<word>[a-z][a-z0-9_-]*)$/i;

const QUOTED = /^(["'])(?<inside>(?:\\.|(?!\1)[^\\])*)\1$/s;

/** Words that are whole expressions of CEL. */
const CEL_WORDS = ['true', 'false', 'null', ...Object.keys(VARIABLES).filter((name) => !isKind(name))];

export function shortTokens(text: string): (ShortToken | OtherToken)[] {
  return [...text.matchAll(WORD)].map((match) => tokenOf(match[0], match.index));
}

export function isShort(token: ShortToken | OtherToken): token is ShortToken {
  return 'operator' in token;
}

function tokenOf(typed: string, at: number): ShortToken | OtherToken {
  const { sign = '', name = '', operator = '', value = '' } = FORM.exec(typed)?.groups ?? {};
  if (name === '') return bareWord(typed, at);
  const form = shortForm(name);
  const unquoted = withoutQuotes(value);
  if (form === undefined) return operator === ':' ? { typed, at, word: name } : { typed, at };
  if (isCelComparison(form, operator, unquoted)) return { typed, at };
  return {
    negated: sign !== '',
    name: form.name,
    operator: operator === ':' || operator === '=' ? '==' : (operator as Operator),
    value: unquoted,
    at,
    valueAt: at + typed.length - value.length,
    typed,
  };
}

/** `seq>100` is both, and means the same; `seq>100&&conn=="c3"` is CEL: three names are those of variables too. */
function isCelComparison(form: ShortForm, operator: string, value: string): boolean {
  const isVariable = Object.hasOwn(VARIABLES, form.name);
  return isVariable && operator !== ':' && form.value.read(value) === undefined;
}

function bareWord(typed: string, at: number): ShortToken | OtherToken {
  const { sign = '', word = '' } = BARE.exec(typed)?.groups ?? {};
  if (word === '' || CEL_WORDS.includes(word)) return { typed, at };
  if (FRAME_TYPE.read(word) === undefined) return { typed, at, word };
  return { negated: sign !== '', name: BARE_WORD, operator: '==', value: word, at, valueAt: at + sign.length, typed };
}

/** `\"` and `\\` are for quotes and backslashes in quotes. */
function withoutQuotes(value: string): string {
  const inside = QUOTED.exec(value)?.groups?.inside;
  if (inside !== undefined) return inside.replace(/\\(.)/gs, '$1');
  // header:x-name="a b"
  const { name, quoted } = /^(?<name>[^"'=]+=)(?<quoted>["'].*)$/s.exec(value)?.groups ?? {};
  return name === undefined || quoted === undefined ? value : `${name}${withoutQuotes(quoted)}`;
}
