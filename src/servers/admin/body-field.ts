/** The one value that a body carries, as JSON or as plain text. */

import type { FastifyRequest } from 'fastify';

import { readBody } from '../http/request-body.ts';
import { Refusal } from './refusal.ts';

/** The largest is a fault. */
export const MAX_BODY_BYTES = 64 * 1024;

/**
 * What begins with a brace is JSON whatever its content type: `curl -d` says that it is a form.
 *
 * @param name of the field where the body is a JSON object; else it is the value itself
 * @throws Refusal with what was expected; Error with the `statusCode` 413 where there is more than any fault
 */
export async function bodyField({ headers, raw }: FastifyRequest, name: string): Promise<string> {
  const text = String(await readBody(raw, MAX_BODY_BYTES)).trim();
  const isJson = text.startsWith('{') || /[/+]json\b/i.test(headers['content-type'] ?? '');
  const value = isJson ? jsonField(text, name) : text;
  if (typeof value === 'string' && value !== '') return value;
  throw new Refusal(400, `${text === '' ? 'no body' : show(text)} came: expected ${expected(name)}`);
}

const MAX_SHOWN_CHARACTERS = 200;

function show(text: string): string {
  return `the body ${JSON.stringify(text.slice(0, MAX_SHOWN_CHARACTERS))}`;
}

function expected(name: string): string {
  return `the ${name} as text, or {"${name}": "…"}`;
}

function jsonField(text: string, name: string): unknown {
  const value = parse(text);
  const isObject = typeof value === 'object' && value !== null;
  // A field that nobody reads is a typing error of who believes that it has an effect.
  return isObject && Object.keys(value).length === 1 ? Reflect.get(value, name) : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
