/** What a request says in its query, checked: a parameter that nobody reads is a typing error of who believes that it has an effect. */

import type { IncomingMessage } from 'node:http';

import { targetOf } from '../../http/target.ts';
import { Refusal } from '../refusal.ts';

/** By the name of the parameter: its value, or undefined where the text is not what is expected. */
export type Readers = Readonly<Record<string, Reader<unknown>>>;

export interface Reader<Value> {
  /** In words, to be put behind "expected". */
  readonly expected: string;
  parse(text: string): Value | undefined;
}

export type QueryOf<R extends Readers> = {
  readonly [Name in keyof R]: (R[Name] extends Reader<infer Value> ? Value : never) | undefined;
};

/** A value as an error tells it: whoever typed more knows what it was. */
const MAX_SHOWN = 100;

/** @throws Refusal with what came and what was expected */
export function readQuery<R extends Readers>(request: Pick<IncomingMessage, 'url'>, readers: R): QueryOf<R> {
  const values: Record<string, unknown> = {};
  for (const { name, value: text } of targetOf(request).query) {
    const reader = Object.hasOwn(readers, name) ? readers[name] : undefined;
    if (reader === undefined) throw new Refusal(400, `parameter ${shown(name)} came: expected ${names(readers)}`);
    if (name in values) throw new Refusal(400, `parameter ${name} came twice: expected it once`);
    values[name] = reader.parse(text);
    if (values[name] === undefined) {
      throw new Refusal(400, `parameter ${name}: ${shown(text)} came: expected ${reader.expected}`);
    }
  }
  return values as QueryOf<R>;
}

function names(readers: Readers): string {
  return Object.keys(readers).join(', ');
}

function shown(text: string): string {
  return JSON.stringify(text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text);
}

export const anyText: Reader<string> = { expected: 'text', parse: (text) => text };

/** @param max default: any that is exact */
export function wholeNumber(min: number, max?: number): Reader<number> {
  return {
    expected: `a whole number, ${min} ${max === undefined ? 'or more' : `to ${max}`}`,
    parse(text) {
      const value = /^\d{1,15}$/.test(text) ? Number(text) : undefined;
      return value === undefined || value < min || value > (max ?? value) ? undefined : value;
    },
  };
}

export const connectionId: Reader<string> = {
  expected: 'a connection as in x-sre-trace, for example c3',
  parse: (text) => (/^c[1-9]\d{0,14}$/.test(text) ? text : undefined),
};

export function oneOf<Value extends string>(values: readonly Value[]): Reader<Value> {
  return {
    expected: `one of ${values.join(', ')}`,
    parse: (text) => values.find((value) => value === text),
  };
}
