/** Conditions that find what a detail tells of. */

import { celString } from '../../filter/quote.ts';
import { writtenOut } from '../../filter/written-out.ts';
import type { TraceEvent } from '../../trace/event.ts';
import type { Term } from './filter-terms.ts';

/** Filters have 4,096 characters in all, and a value is escaped. Of a longer value only the name is asked for. */
const MAX_VALUE_CHARS = 500;

/** Short forms end at a blank, and begin with what CEL has no meaning for; these need no quotes. */
const PLAIN_VALUE = /^[\w./:+-]+$/;

/**
 * As CEL it is true or false of each event, so that its contrary is too: that is how short forms are written out where they are negated.
 *
 * @param form a short form of docs/filters.md; undefined where its value is none: an error code without a name, for example
 */
export function short(form: string): Term | undefined {
  try {
    const [, cel] = /^!\((.*)\)$/s.exec(writtenOut(`-${form}`) ?? '') ?? [];
    return cel === undefined ? undefined : { short: form, cel: cel.includes('||') ? `(${cel})` : cel };
  } catch {
    return undefined;
  }
}

/** @param place for example `frame.goaway.errorCode`: what is on the way to it is asked for */
export function equals(place: string, value: string | number | boolean): Term | undefined {
  if (typeof value === 'string' && value.length > MAX_VALUE_CHARS) return undefined;
  return where(place, `${place} == ${typeof value === 'string' ? celString(value) : value}`);
}

/** @param place that the test is of. All that is optional is on the way to it, or the place itself */
export function where(place: string, test: string): Term {
  const [kind = '', ...names] = place.split('.');
  const asked = names.map((_, n) => `has(${[kind, ...names.slice(0, n + 1)].join('.')})`);
  return { cel: [`kind == "${kind}"`, ...asked, test].join(' && ') };
}

/** @param value one character a byte, as the event has it; undefined: any */
export function headerTerm(kind: 'frame' | 'http1', list: string, name: string, value: string | undefined): Term {
  const isAsked = value !== undefined && value.length <= MAX_VALUE_CHARS;
  const form = `header:${name.toLowerCase()}${isAsked ? `=${value}` : ''}`;
  const isPlain = PLAIN_VALUE.test(name) && (!isAsked || PLAIN_VALUE.test(value));
  const named = kind === 'http1' ? 'f.name.lowerAscii()' : 'f.name';
  const tests = [`${named} == ${celString(name.toLowerCase())}`];
  if (isAsked) tests.push(`f.value == ${celString(value)}`);
  const place = `${kind}.${list}`;
  return (isPlain ? short(form) : undefined) ?? where(place, `${place}.exists(f, ${tests.join(' && ')})`);
}

export function connTerm(conn: string): Term | undefined {
  return conn === '' ? undefined : short(`conn:${conn}`);
}

/** The filter that finds this event and no other. */
export function eventFilter({ seq }: TraceEvent): string {
  return `seq == ${seq}`;
}
