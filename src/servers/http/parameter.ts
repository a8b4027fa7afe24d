/**
 * A parameter of an endpoint as data: from it come the check of what a request says, the OpenAPI document and the index page.
 * What is out of its range is refused; nothing is clamped.
 */

import { formatDuration, parseDuration } from './duration.ts';

/** Of JSON Schema 2020-12, what is used here. */
export type JsonSchema = Readonly<Record<string, unknown>>;

export interface Parameter<Value> {
  readonly in: 'path' | 'query';
  readonly description: string;
  /** In words, to be put behind "expected". */
  readonly expected: string;
  /** As it would be typed. Without one the parameter is required. */
  readonly fallback?: string;
  readonly schema: JsonSchema;
  /** @returns undefined where the text is not what is expected */
  parse(text: string): Value | undefined;
}

interface Told {
  readonly description: string;
  /** Default: query. */
  readonly in?: 'path' | 'query';
  readonly fallback?: string;
}

interface Range {
  readonly min: number;
  readonly max: number;
}

export function integer({ min, max, ...told }: Told & Range): Parameter<number> {
  return {
    in: 'query',
    ...told,
    expected: `a whole number from ${min} to ${max}`,
    schema: { type: 'integer', minimum: min, maximum: max, ...defaultOf(told.fallback, Number) },
    parse: (text) => within(/^\d{1,15}$/.test(text) ? Number(text) : undefined, { min, max }),
  };
}

export function fraction(told: Told): Parameter<number> {
  const range = { min: 0, max: 1 };
  return {
    in: 'query',
    ...told,
    expected: 'a number from 0 to 1',
    schema: { type: 'number', minimum: 0, maximum: 1, ...defaultOf(told.fallback, Number) },
    parse: (text) => within(/^\d{1,3}(?:\.\d{1,15})?$/.test(text) ? Number(text) : undefined, range),
  };
}

/** In milliseconds. */
export function duration({ min, max, ...told }: Told & Range): Parameter<number> {
  return {
    in: 'query',
    ...told,
    expected: `a duration from ${formatDuration(min)} to ${formatDuration(max)} as 150ms, 2s or 1.5 (seconds)`,
    schema: {
      type: 'string',
      pattern: '^[0-9]+(\\.[0-9]+)?(us|ms|s|m|h)?$',
      examples: ['150ms', '2s', '1.5'],
      ...defaultOf(told.fallback, String),
    },
    parse: (text) => within(parseDuration(text), { min, max }),
  };
}

export function choice({ values, ...told }: Told & { readonly values: readonly number[] }): Parameter<number> {
  return {
    in: 'query',
    ...told,
    expected: `one of ${values.join(', ')}`,
    schema: { type: 'integer', enum: values, ...defaultOf(told.fallback, Number) },
    parse: (text) => values.find((value) => String(value) === text),
  };
}

/** The answer's status, of those that may have content. */
export function statusCode(told: Told): Parameter<number> {
  return {
    in: 'query',
    ...told,
    expected: 'a status code from 200 to 599 but 204, 205 and 304, which have no content',
    schema: {
      type: 'integer',
      minimum: 200,
      maximum: 599,
      not: { enum: WITHOUT_CONTENT },
      ...defaultOf(told.fallback, Number),
    },
    parse: (text) => {
      const code = within(/^\d{3}$/.test(text) ? Number(text) : undefined, { min: 200, max: 599 });
      return code === undefined || WITHOUT_CONTENT.includes(code) ? undefined : code;
    },
  };
}

/** RFC 9110 §15.3.5, §15.3.6, §15.4.5. */
const WITHOUT_CONTENT: readonly number[] = [204, 205, 304];

function within(value: number | undefined, { min, max }: Range): number | undefined {
  return value !== undefined && value >= min && value <= max ? value : undefined;
}

function defaultOf(fallback: string | undefined, typed: (text: string) => unknown): JsonSchema {
  return fallback === undefined ? {} : { default: typed(fallback) };
}
