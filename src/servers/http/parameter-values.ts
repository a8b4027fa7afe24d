/** What a request says for the parameters of its endpoint. */

import type { FastifyRequest } from 'fastify';

import { httpError } from './http-error.ts';
import type { Parameter } from './parameter.ts';
import { targetOf } from './target.ts';

/** By name. */
export type Parameters = Readonly<Record<string, Parameter<unknown>>>;

export type ValuesOf<P extends Parameters> = {
  readonly [Name in keyof P]: P[Name] extends Parameter<infer Value> ? Value : never;
};

/** A value as an error tells it: whoever typed more knows what it was. */
const MAX_SHOWN = 100;

/**
 * Parameters that the endpoint does not have are none of its business.
 *
 * @throws Error that fastify answers with 400: with the parameter's name, what came and what was expected
 */
export function valuesOf<P extends Parameters>(parameters: P, request: FastifyRequest): ValuesOf<P> {
  const { query } = targetOf(request.raw);
  const path = Object(request.params) as Readonly<Record<string, string | undefined>>;
  const values: Record<string, unknown> = {};
  for (const [name, parameter] of Object.entries(parameters)) {
    const came =
      parameter.in === 'path' ? [path[name] ?? ''] : query.filter((one) => one.name === name).map(({ value }) => value);
    values[name] = readValue(name, parameter, came);
  }
  return values as ValuesOf<P>;
}

function readValue(name: string, parameter: Parameter<unknown>, came: readonly string[]): unknown {
  const [text = parameter.fallback, ...more] = came;
  const value = text === undefined || more.length > 0 ? undefined : parameter.parse(text);
  if (value !== undefined) return value;
  const isOptional = parameter.fallback !== undefined;
  const expected = `expected ${parameter.expected}${isOptional ? ` (default ${parameter.fallback})` : ''}`;
  throw httpError(400, `parameter ${name}: ${inWords(came)} came: ${expected}`);
}

function inWords(came: readonly string[]): string {
  if (came.length === 0) return 'nothing';
  if (came.length > 1) return `${came.length} values`;
  const [text = ''] = came;
  return text.length > MAX_SHOWN ? `'${text.slice(0, MAX_SHOWN)}…' (${text.length} characters)` : `'${text}'`;
}
