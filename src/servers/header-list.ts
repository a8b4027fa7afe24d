/** Header fields as the echo replies show them: in wire order and case, without the values of secrets. */

import { type IncomingHttpHeaders, sensitiveHeaders } from 'node:http2';

import type { IsSecret } from '../redaction.ts';

export interface ShownHeader {
  readonly name: string;
  /** Empty where `redacted`. */
  readonly value: string;
  readonly redacted: boolean;
}

/**
 * @param rawHeaders name, value, name, value, … as Node's http and http2 give them
 * @param neverIndexed lower-case names that the peer sent as never-indexed literals, RFC 7541 §6.2.3
 */
export function headerList(
  rawHeaders: readonly string[],
  neverIndexed: readonly string[],
  isSecret: IsSecret,
): ShownHeader[] {
  const shown: ShownHeader[] = [];
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const name = rawHeaders[i] ?? '';
    const redacted = isSecret(name, neverIndexed.includes(name));
    shown.push({ name, value: redacted ? '' : (rawHeaders[i + 1] ?? ''), redacted });
  }
  return shown;
}

/** The names of an http2 header list that came never-indexed. */
export function neverIndexedNames(headers: IncomingHttpHeaders): readonly string[] {
  const names: unknown = Reflect.get(headers, sensitiveHeaders);
  return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : [];
}
