/** The start lines of HTTP/1.1, RFC 9112 §3 and §4. */

import { boundedText } from '../bounded-text.ts';
import { type Field, firstValue } from './head-facts.ts';
import type { RequestLine } from './open-exchange.ts';
import { MAX_AUTHORITY_LENGTH, MAX_METHOD_LENGTH, MAX_PATH_LENGTH } from './text-limits.ts';

/** The absolute form, which proxies are asked in: scheme, authority, and what HTTP/2 has as `:path`. */
const ABSOLUTE = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)(.*)$/is;

const STATUS = /^HTTP\/[0-9.]+ ([0-9]{3})/;

/** @returns as the request would say it in HTTP/2, RFC 9113 §8.3.1 */
export function requestLine(startLine: string, fields: readonly Field[]): RequestLine {
  const [method = '', target = ''] = startLine.split(' ', 2);
  const { path, authority = firstValue(fields, 'host') ?? '' } = partsOf(method, target);
  return {
    method: boundedText(method, MAX_METHOD_LENGTH),
    path: boundedText(path, MAX_PATH_LENGTH),
    authority: boundedText(authority, MAX_AUTHORITY_LENGTH),
  };
}

/** RFC 9112 §3.2.2: of an absolute target the authority counts, whatever Host says. */
function partsOf(method: string, target: string): { readonly path: string; readonly authority?: string } {
  if (method === 'CONNECT') return { path: '', authority: target };
  const absolute = ABSOLUTE.exec(target);
  if (absolute === null) return { path: target };
  const [, authority = '', rest = ''] = absolute;
  return { path: rest.startsWith('/') ? rest : `/${rest}`, authority };
}

/** @returns undefined where there is none */
export function statusOf(startLine: string): number | undefined {
  const digits = STATUS.exec(startLine)?.[1];
  return digits === undefined ? undefined : Number(digits);
}
